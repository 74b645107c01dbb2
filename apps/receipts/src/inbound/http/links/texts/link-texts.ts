import type { PageFrame } from '@hermod/service-host';

/** A heading and what it says. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

/** The words of the pages behind links in messages, in one language. */
export interface LinkTexts extends PageFrame {
  readonly notFound: Told;
  readonly expired: Told;
  readonly unreadable: Told;
  readonly unavailable: Told;
  readonly answer: {
    readonly title: string;
    /** @param reply as it stood in the message */
    readonly question: (reply: string) => string;
    readonly button: string;
    readonly done: Told;
  };
}

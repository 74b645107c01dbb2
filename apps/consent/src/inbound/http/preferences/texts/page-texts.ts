import type { PageLanguage } from '@hermod/api';
import type { Weekday } from '@hermod/calendar';
import type { Purpose } from '@hermod/contracts';
import type { PageChannel } from '../../../../application/preferences/preference-sheet.ts';

/**
 * Counts the changes of the words that consent is given to: every entry of the ledger that the page writes names it. Raise it
 * with any change of `purposes`, `channels` or `everything` below, in whatever language.
 */
export const WORDING_VERSION = 1;

/** A heading and what it says. */
export interface Told {
  readonly title: string;
  readonly text: string;
}

/** The words of the pages in one language. */
export interface PageTexts {
  readonly language: PageLanguage;
  /** Of the language, in itself. */
  readonly name: string;
  /** Labels the choice of a language. */
  readonly languages: string;
  /** @param organisation undefined where the policy names none */
  readonly heading: (organisation: string | undefined) => string;
  readonly intro: string;
  readonly contact: (contact: string) => string;
  readonly reach: {
    readonly heading: string;
    readonly devices: (count: number) => string;
    readonly endingIn: (digits: string) => string;
    /** After a STOP, and how to come back. */
    readonly stoppedBySms: string;
    readonly stopped: string;
    readonly nowhere: string;
  };
  readonly channels: Readonly<Record<PageChannel, string>>;
  readonly purposes: Readonly<
    Record<
      Purpose,
      { readonly title: string; readonly statement: (organisation: string | undefined) => string }
    >
  >;
  readonly everything: Told;
  readonly pending: string;
  readonly noTopics: string;
  readonly quietHours: {
    readonly legend: string;
    readonly hint: string;
    readonly from: string;
    readonly to: string;
    readonly days: (days: string) => string;
    readonly weekdays: Readonly<Record<Weekday, string>>;
  };
  readonly save: string;
  readonly end: {
    readonly heading: string;
    readonly marketing: { readonly text: string; readonly button: string };
    readonly all: { readonly text: string; readonly button: string };
  };
  readonly notices: Readonly<Record<Notice, string>>;
  readonly errors: {
    readonly heading: string;
    readonly quietHoursHalf: string;
    readonly quietHoursSame: string;
    readonly quietHoursNoTime: string;
  };
  readonly unsubscribe: {
    readonly title: string;
    /** @param topic its title; undefined for every topic. */
    readonly question: (about: {
      topic: string | undefined;
      purpose: Purpose;
      channel: PageChannel;
    }) => string;
    readonly button: string;
    readonly done: Told;
  };
  readonly invalid: Told;
  readonly expired: Told;
  readonly gone: Told;
  readonly unreadable: Told;
  readonly unavailable: Told;
}

export const NOTICES = [
  'saved',
  'unchanged',
  'outdated',
  'more-ended',
  'marketing-ended',
  'all-ended',
] as const;
/** What the page tells after a form was sent. */
export type Notice = (typeof NOTICES)[number];

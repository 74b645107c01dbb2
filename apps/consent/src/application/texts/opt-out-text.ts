import type { ContactPoint } from '@hermod/contracts';
import type { HeardText, Holder } from './heard-text.ts';

/** A STOP or START about an address: by a text, by the verdict about one, or as a provider knows of it. */
export interface OptOutText {
  /** The same for every holder and every replay: the id of the ledger entries. */
  readonly id: string;
  readonly meaning: 'opt-out' | 'opt-in';
  readonly family: ContactPoint['channel'];
  readonly addressHash: string;
  /** Whom it is told to; undefined where it is about the address itself. */
  readonly holder: Holder | undefined;
  /** How it was said: the channel of a text, `review`, `provider`. */
  readonly method: string;
  /** The person's words, fit to be kept. */
  readonly wording?: string | undefined;
  /** Why it was recorded by hand. */
  readonly reason?: string | undefined;
  /** Who told Hermod: a provider, or the id of a key. */
  readonly recordedBy: string;
  readonly at: Date;
  readonly traceparent?: string | undefined;
}

/** The STOPs and STARTs among texts. */
export function optOutsAmong(texts: readonly HeardText[]): OptOutText[] {
  return texts.flatMap(({ meaning, channel, provider, ...text }): OptOutText[] =>
    meaning === 'opt-out' || meaning === 'opt-in'
      ? [{ ...text, meaning, method: channel, recordedBy: provider }]
      : [],
  );
}

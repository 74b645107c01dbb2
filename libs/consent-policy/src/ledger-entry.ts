import type { Channel, Purpose } from '@hermod/contracts';

/** What of a ledger entry matters for a decision: what was given or withdrawn, about what, and when. */
export interface LedgerEntry {
  readonly id: string;
  readonly state: 'given' | 'withdrawn';
  readonly channel: Channel;
  /** Id of the contact point it belongs to; absent on a withdrawal that concerns each of the channel's. */
  readonly contactPoint?: string | undefined;
  /** Absent: every purpose. */
  readonly purpose?: Purpose | undefined;
  /** Absent: every topic. */
  readonly topic?: string | undefined;
  /** When the person said so. */
  readonly at: Date;
}

/** The ledger of one recipient, folded: of each scope (contact point, channel, purpose, topic) the entry that counts. */
export type ConsentState = ReadonlyMap<string, LedgerEntry>;

/** The state before the first entry. */
export const NO_CONSENT: ConsentState = new Map();

import type { Channel, Purpose } from '@hermod/contracts';
import type { Basis } from './basis.ts';

/** What of a ledger entry matters for a decision: what was given or withdrawn, about what, when, and for how long. */
export interface LedgerEntry {
  readonly id: string;
  /** `pending`: a consent that counts only once it is confirmed by a `given` of its own. */
  readonly state: 'given' | 'withdrawn' | 'pending';
  readonly channel: Channel;
  /** Id of the contact point it belongs to; absent on a withdrawal that concerns each of the channel's. */
  readonly contactPoint?: string | undefined;
  /** Absent: every purpose. */
  readonly purpose?: Purpose | undefined;
  /** Absent: every topic. */
  readonly topic?: string | undefined;
  /** When the person said so. */
  readonly at: Date;
  /** What a given consent rests on; express when absent. */
  readonly basis?: Basis | undefined;
  /** The consent ends then by itself. */
  readonly validUntil?: Date | undefined;
  /** When a message was last permitted by it, where that is kept. */
  readonly usedAt?: Date | undefined;
}

/** The ledger of one recipient, folded: of each scope (contact point, channel, purpose, topic) the entry that counts. */
export type ConsentState = ReadonlyMap<string, LedgerEntry>;

/** The state before the first entry. */
export const NO_CONSENT: ConsentState = new Map();

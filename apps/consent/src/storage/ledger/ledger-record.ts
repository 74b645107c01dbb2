import type { ConsentSource } from '@hermod/api';
import type { Basis } from '@hermod/consent-policy';
import type { Channel, Purpose } from '@hermod/contracts';

/** An entry of the ledger as it is written. */
export interface LedgerRecord {
  readonly recipient: string;
  readonly id: string;
  /** `pending`: waits for a confirmation. `lifted`: a START after a STOP. `objected`: a text that may ask for an end. */
  readonly state: 'given' | 'withdrawn' | 'pending' | 'lifted' | 'objected';
  /**
   * Evidence of a STOP, a START or an objection, whose effect is the suppression or the review; it neither gives nor
   * takes consent. Always true of `lifted` and `objected`.
   */
  readonly isSuppression: boolean;
  readonly contactPoint: string | undefined;
  readonly channel: Channel;
  readonly purpose: Purpose | undefined;
  readonly topic: string | undefined;
  readonly method: string;
  readonly wording: string | undefined;
  readonly wordingVersion: string | undefined;
  /** BCP 47, of the words. */
  readonly language?: string | undefined;
  /** What a given consent rests on; express when absent. */
  readonly basis?: Basis | undefined;
  /** The consent ends then by itself. */
  readonly validUntil?: Date | undefined;
  readonly source?: ConsentSource | undefined;
  /** Why it was recorded by hand. */
  readonly reason?: string | undefined;
  /** When the person said so. */
  readonly at: Date;
  /** Who told Hermod: a key's id, or a provider. */
  readonly recordedBy: string;
}

/** The same as it is read. */
export interface LedgerRow extends LedgerRecord {
  readonly recordedAt: Date;
  /** Its place in the recipient's chain, from 1, in the order of recording. */
  readonly sequence: number;
  /** Of what is personal, under its salt, in hex. */
  readonly digest: string;
  /** Of the entry and of the hash before it, in hex. */
  readonly hash: string;
  /** When what was personal went. */
  readonly erasedAt: Date | undefined;
}

import type { Channel, ContactPoint, Purpose, Why } from '@hermod/contracts';
import type { ConsentState } from './ledger-entry.ts';

/** What is to be decided: may this be said, on this channel, now? */
export interface DecisionRequest {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
  /** The message is worth nothing from this instant on; absent in a preview, which asks about no message. */
  readonly expiresAt?: Date | undefined;
}

/** An address was told to get nothing, such as by STOP, and hasn't been told otherwise since. */
export interface Suppression {
  /** The ledger entry behind it. */
  readonly entry: string;
  readonly since: Date;
}

/** A contact point as decisions see it: no address. */
export interface ContactPointFacts {
  readonly id: string;
  readonly channel: ContactPoint['channel'];
  /** False once its provider has declared it dead. */
  readonly isUsable: boolean;
  readonly suppression?: Suppression | undefined;
}

/** Everything a decision rests on. */
export interface DecisionFacts {
  readonly recipient: 'known' | 'unknown' | 'erased';
  /** Routing has taken the message back before it was decided. */
  readonly isWithdrawn: boolean;
  /** In the recipient's own order. */
  readonly contactPoints: readonly ContactPointFacts[];
  readonly consent: ConsentState;
}

/** Consent's answer, always with the rule, the values it looked at and the ledger entry it rests on. */
export type Decision =
  | {
      readonly decision: 'permitted';
      /** Whom to reach: every usable push token, of other channels exactly one. */
      readonly contactPoints: readonly ContactPointFacts[];
      /** Good until then; absent when the request never expires. */
      readonly until: Date | undefined;
      readonly why: Why;
    }
  | { readonly decision: 'deferred'; readonly until: Date; readonly why: Why }
  | {
      readonly decision: 'refused';
      /** Recipient: no other channel will do either. */
      readonly of: 'channel' | 'recipient';
      readonly why: Why;
    };

/** What is left of a message's chances after the gates so far. */
export interface Candidate {
  readonly contactPoints: readonly ContactPointFacts[];
  /** Ends of windows and the expiry; the earliest ends the permission. */
  readonly ends: readonly Date[];
  /** The reason for a permission: the last gate that had a say. */
  readonly why: Why;
}

/** One question of the fixed order: narrows the candidate, or ends with an answer. */
export type Gate = (
  candidate: Candidate,
  asked: { readonly request: DecisionRequest; readonly facts: DecisionFacts; readonly now: Date },
) => Candidate | Exclude<Decision, { decision: 'permitted' }>;

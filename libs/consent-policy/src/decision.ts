import type { Channel, ContactPoint, Purpose, Why } from '@hermod/contracts';
import type { ConsentState } from './ledger-entry.ts';
import type { RuleBook } from './law/rule-book.ts';
import type { Cap, Counted } from './caps.ts';
import type { QuietHours } from './quiet-hours.ts';

/** What is to be decided: may this be said, on this channel, now? */
export interface DecisionRequest {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
  /** The message is worth nothing from this instant on; absent in a preview, which asks about no message. */
  readonly expiresAt?: Date | undefined;
  /**
   * Where in the spread after an opening this message belongs, from 0 to below 1: messages that waited for the same morning
   * don't all go out in its first second. 0 when absent.
   */
  readonly share?: number | undefined;
}

/** An address was told to get nothing, such as by STOP, and hasn't been told otherwise since. */
export interface Suppression {
  /** The ledger entry behind it. */
  readonly entry: string;
  readonly since: Date;
}

/** What was found out about a contact point when something was sent there. */
export interface PointTrouble {
  /** `dead`: it exists no more. `unusable`: some channels don't reach it, as a landline no SMS. */
  readonly kind: 'dead' | 'unusable';
  readonly since: Date;
  /** Without the address. */
  readonly reason: string;
  /** The channels that don't reach it. */
  readonly channels: readonly Channel[];
}

/** A contact point as decisions see it: no address. */
export interface ContactPointFacts {
  readonly id: string;
  readonly channel: ContactPoint['channel'];
  /** False once its provider has declared it dead. */
  readonly isUsable: boolean;
  readonly trouble?: PointTrouble | undefined;
  readonly suppression?: Suppression | undefined;
  /** A text from there may ask for an end, and nobody has read it yet: no marketing. */
  readonly review?: Suppression | undefined;
  /** What its number, or the device that it belongs to, says of where the recipient is. */
  readonly place?: PointPlace | undefined;
}

/** What a contact point says of where somebody is. */
export interface PointPlace {
  /** Of the number; ISO 3166-1. */
  readonly country?: string | undefined;
  /** Every time zone that the number, or the device, may be in; IANA. */
  readonly timeZones: readonly string[];
  /** Regions of rule packs that presume so from the number's beginning; ISO 3166-2. */
  readonly regions: readonly string[];
  /** True when the number's beginning tells nothing of a part of the country, such as a toll-free one. */
  readonly isAnywhere: boolean;
}

/** What is known of where a recipient lives. */
export interface HomePlace {
  readonly country?: string | undefined;
  /** ISO 3166-2. */
  readonly region?: string | undefined;
  /** As upstream or the person has declared it. */
  readonly timeZone?: string | undefined;
  /** Every time zone of the region or, where a country has one only, of the country. */
  readonly addressTimeZones: readonly string[];
  /** Every time zone of the country. */
  readonly countryTimeZones: readonly string[];
}

/** Everything a decision rests on. */
export interface DecisionFacts {
  readonly recipient: 'known' | 'unknown' | 'erased';
  /** Routing has taken the message back before it was decided. */
  readonly isWithdrawn: boolean;
  /** In the recipient's own order. */
  readonly contactPoints: readonly ContactPointFacts[];
  readonly consent: ConsentState;
  readonly home: HomePlace;
  /** The recipient's own, and the organisation's. */
  readonly quietHours: readonly QuietHours[];
  /** The organisation's; those of the law are in the rule book. */
  readonly caps: readonly Cap[];
  /** What was permitted to this recipient and not given back, without the message that is asked about. */
  readonly counted: readonly Counted[];
  readonly rules: RuleBook;
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

/** What a provider is to delivery: something that a message is handed over to, once for each attempt. */
import type { RenderedContent } from '@hermod/channels';
import type { Channel, Purpose } from '@hermod/contracts';

/** One hand-over: an attempt of a message at one contact point. */
export interface HandOver {
  /** Stable over repetitions of the same attempt: idempotency key and client reference. */
  readonly attemptId: string;
  readonly messageId: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  /** The address: a number in E.164, a device token, a mailbox. */
  readonly to: string;
  readonly content: RenderedContent;
  /** A number, sender name or messaging service that replaces the provider's configured one. */
  readonly sender?: string;
  /** How people see who writes, on channels that show it: beside a mailbox, over an agent's messages. */
  readonly brand?: { readonly name: string; readonly logo?: string };
  /** Where the provider reports to: an absolute, signed URL, and the token in it for those who report by another way. */
  readonly callback: { readonly url: string; readonly token: string };
  /** How the world reaches the gateway, without a slash at the end. */
  readonly publicUrl: string;
  /** Ends the message's topic on its channel: by POST at once (RFC 8058), by GET after a question. */
  readonly unsubscribeUrl?: string;
  /** How long the message is still wanted; the provider drops it afterwards where it can. */
  readonly ttlMs: number;
  /** W3C trace context of the attempt. */
  readonly traceparent?: string;
}

/** What the provider said of a contact point. `dead`: it exists no more; `unusable`: not by this provider or channel. */
export type ContactPointTrouble = 'dead' | 'opted-out' | 'unusable';

/** Why a hand-over did not end as accepted: a stable code, and the provider's code and words without personal data. */
export interface Cause {
  readonly code: HandOverCode;
  readonly reason: string;
}

/** Codes of hand-overs; facts carry them before the reason, as `PROVIDER_REFUSED: 21610 …`. */
export type HandOverCode =
  | 'PROVIDER_REFUSED'
  | 'PROVIDER_CREDENTIALS'
  | 'PROVIDER_CHANNEL_UNSUPPORTED'
  | 'PROVIDER_THROTTLED'
  | 'PROVIDER_UNAVAILABLE'
  | 'PROVIDER_UNREACHABLE'
  | 'PROVIDER_FAILED'
  | 'PROVIDER_TIMEOUT'
  | 'PROVIDER_CONNECTION_LOST'
  | 'PROVIDER_ANSWER_UNREADABLE';

export type Accepted = {
  readonly outcome: 'accepted';
  readonly providerMessageId?: string;
  /** Answers to the message come back to this number, agent or mailbox. */
  readonly sender?: string;
};
/** Definitive: not sent, and trying again is useless. */
export type Refused = { readonly outcome: 'refused'; readonly contactPoint?: ContactPointTrouble } & Cause;
/** Safely not sent; the same or another provider may be tried. */
export type Retry = { readonly outcome: 'retry'; readonly retryAfterMs?: number } & Cause;
/** May have been sent. What may be done about it depends on the provider's class. */
export type Unknown = { readonly outcome: 'unknown' } & Cause;

export type HandOverResult = Accepted | Refused | Retry | Unknown;
/** The provider has never seen the reference: not sent, if its look-up delay is over. */
export type NotFound = { readonly outcome: 'not-found' };

/**
 * What can be done about an unknown outcome. `idempotent`: the same call again, within `keyLifeMs`. `look-up`: wait
 * `lookUpAfterMs`, look up, then decide. `repeatable`: again, the handset shows one. `at-most-once`: nothing.
 */
export type ProviderClass = 'idempotent' | 'look-up' | 'repeatable' | 'at-most-once';

/** What became of taking a message back: it will not be shown any more, it was too late, or nobody knows. */
export type TakeBackResult = 'taken-back' | 'too-late' | 'unknown';

/**
 * How a provider's reports name a message. `token`: by the signed token in our callback URL. `attempt`: by the attempt's id,
 * which was handed over as the message's id. `provider-id`: by the id that the provider gave.
 */
export type NamedBy = 'token' | 'attempt' | 'provider-id';

/**
 * A provider account in one lane, with connections of its own, so that a campaign's calls never occupy those of a
 * one-time password. It never retries by itself and never throws for what a provider can do to a call.
 */
export interface Provider {
  readonly id: string;
  readonly type: string;
  readonly class: ProviderClass;
  readonly channels: readonly Channel[];
  readonly namedBy: NamedBy;
  /** At most so many calls at once. */
  readonly windowSize: number;
  readonly ratePerSecond: number;
  /** Deadline of one call; the caller's signal enforces it. */
  readonly timeoutMs: number;
  /** Idempotent: how long the provider remembers a key. */
  readonly keyLifeMs?: number;
  /** Look-up: the provider's accept and index delay; an earlier look-up proves nothing. */
  readonly lookUpAfterMs?: number;
  /** ISO 3166-1 alpha-2 codes that it serves; every country when absent. */
  readonly countries?: readonly string[];
  /** The same of single channels that it serves in fewer countries, such as MMS. */
  readonly countriesOf?: Readonly<Partial<Record<Channel, readonly string[]>>>;
  /**
   * Hands over once. `signal` is the deadline: aborted before anything was written it is a retry, later unknown.
   * `mayStart` is asked right before the first octet is written, for tokens and connections may take their time: if it
   * says no, nothing is, and that is a retry.
   */
  handOver(handOver: HandOver, signal: AbortSignal, mayStart?: () => boolean): Promise<HandOverResult>;
  /** Class look-up only: what became of an attempt. */
  lookUp?(handOver: Pick<HandOver, 'attemptId'>, signal: AbortSignal): Promise<HandOverResult | NotFound>;
  /** Takes a message back that was accepted and perhaps not shown yet. */
  takeBack?(
    handOver: Pick<HandOver, 'attemptId' | 'to' | 'sender'>,
    signal: AbortSignal,
  ): Promise<TakeBackResult>;
  /** Waits for running calls and closes the connections. */
  close(): Promise<void>;
}

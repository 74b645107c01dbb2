/** The other half of a provider: its webhooks, verified and read. */
import type { Channel, InboundAnswer, InboundMeaning, ReceiptKind, Weakness } from '@hermod/contracts';
import type { CallbackClaims } from './callback-token.ts';

/** A webhook as it arrived. */
export interface WebhookRequest {
  readonly method: string;
  /** The absolute public URL that the provider called: from `HERMOD_PUBLIC_URL`, never from a Host header. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it was sent, since signatures cover its octets. */
  readonly rawBody: Buffer;
}

/** Which message a report is about: what our signed token says, or what the provider calls it (see `Provider.namedBy`). */
export type ReportedMessage =
  | { readonly claims: CallbackClaims; readonly reference?: undefined }
  | { readonly reference: string; readonly claims?: undefined };

/** A provider's word about one message. */
export type ReceiptReport = ReportedMessage & {
  readonly kind: ReceiptKind;
  readonly weak?: Weakness;
  readonly providerMessageId?: string;
  /** Undelivered: the provider's code and words. */
  readonly reason?: string;
  /** ISO 8601; the provider's time where it sends one, else the time of reading. */
  readonly at: string;
};

/** A provider's word about an address: a bounce, a complaint, that it is dead, or that a channel can't reach it. */
export interface ContactPointReport {
  readonly kind: 'bounce' | 'complaint' | 'dead-token' | 'unusable';
  readonly channel: Channel;
  /** The number, token or mailbox. */
  readonly address: string;
  /** A bounce: whether the address exists no more. */
  readonly hard?: boolean;
  /** The provider's code and words, without the address. */
  readonly reason: string;
  /**
   * The provider's name of the message that showed it: then it concerns nobody but who got that message. Without it, the
   * provider vouches for the address itself.
   */
  readonly reference?: string;
  /** The report's own id, where it has one: the same report again is recorded once. */
  readonly providerMessageId?: string;
  readonly at: string;
}

/** What a person sent. */
export interface InboundReport {
  readonly kind: 'text';
  readonly channel: Channel;
  /** The person's number, E.164, or mailbox. */
  readonly from: string;
  /** Our number, short code, agent or mailbox. */
  readonly to: string;
  /** The label of a tapped chip is its text. */
  readonly text: string;
  /** What it answers, where it says so by itself: a tapped chip, a mail in its thread, an answered invitation. */
  readonly answer?: InboundAnswer;
  /** The same, where the provider's name of the message is all that it says: receipts makes an `answer` of it. */
  readonly inReplyTo?: {
    readonly reference: string;
    readonly calendar?: NonNullable<InboundAnswer['calendar']>;
  };
  /** What the provider itself took it for (it may know keywords of its own); stronger than reading the text. */
  readonly meaning?: Exclude<InboundMeaning, 'answer'>;
  readonly providerMessageId?: string;
  readonly at: string;
}

/** What to answer the provider once the reports are safe. */
export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export type WebhookCode =
  'WEBHOOK_UNSIGNED' | 'WEBHOOK_SIGNATURE_INVALID' | 'WEBHOOK_TOKEN_INVALID' | 'WEBHOOK_MALFORMED';

/** Why a webhook is not believed or not understood. */
export interface WebhookRefusal {
  readonly ok: false;
  readonly code: WebhookCode;
  readonly message: string;
  /** The header, query parameter or body field at fault. */
  readonly field?: string;
}

export type WebhookReading =
  | {
      readonly ok: true;
      /** Empty for steps on the way, such as `sent`. */
      readonly receipts: readonly ReceiptReport[];
      readonly inbound: readonly InboundReport[];
      readonly contactPoints?: readonly ContactPointReport[];
      readonly answer: WebhookAnswer;
    }
  | WebhookRefusal;

/** Verifies and reads the webhooks of one provider account. It never throws for what a stranger may send. */
export interface ReceiptReader {
  readonly type: string;
  read(request: WebhookRequest): WebhookReading | Promise<WebhookReading>;
}

/** A reader that needs no time for it. */
export interface PromptReceiptReader extends ReceiptReader {
  read(request: WebhookRequest): WebhookReading;
}

/** What a connection of ours brought, as a webhook would have. */
export type StreamReading = Pick<WebhookReading & { ok: true }, 'receipts' | 'inbound' | 'contactPoints'>;

/** How a connection stands; `reason`, without personal data, says why it doesn't. */
export interface StreamNews {
  readonly isConnected: boolean;
  readonly reason?: string;
}

/** Reports that come over a connection which we hold open, as SMPP's receiver does. */
export interface ReceiptStream {
  readonly type: string;
  /**
   * Connects, and connects again when the connection is lost, until it is closed.
   * @param take records; only when it has resolved is the provider told that we have it.
   * @param tell hears of each connection, and of each that is lost or could not be had.
   */
  start(take: (reading: StreamReading) => Promise<void>, tell?: (news: StreamNews) => void): void;
  /** Whether the connection stands. */
  isConnected(): boolean;
  close(): Promise<void>;
}

/** What every reader needs besides its provider's configuration. */
export interface ReaderOptions {
  /** `HERMOD_SECRET`: the key of our own callback tokens. */
  readonly callbackSecret: string;
  /** The clock, for reports without a time of their own. */
  readonly now?: () => Date;
}

/** The one value of a header, or undefined when it is absent or repeated. */
export function singleHeader(request: WebhookRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

export function refuse(code: WebhookCode, message: string, field?: string): WebhookRefusal {
  return { ok: false, code, message, ...(field === undefined ? {} : { field }) };
}

/** The other half of a provider: its webhooks, verified and read. */
import type { Channel, InboundMeaning, ReceiptKind } from '@hermod/contracts';
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

/** A provider's word about one message. */
export interface ReceiptReport {
  readonly kind: ReceiptKind;
  /** From our signed token: which recipient, message and attempt. */
  readonly claims: CallbackClaims;
  readonly providerMessageId?: string;
  /** Undelivered: the provider's code and words. */
  readonly reason?: string;
  /** ISO 8601; the provider's time where it sends one, else the time of reading. */
  readonly at: string;
}

/** A text that a person sent. */
export interface InboundReport {
  readonly kind: 'text';
  readonly channel: Channel;
  /** The person's number, E.164. */
  readonly from: string;
  /** Our number or short code. */
  readonly to: string;
  readonly text: string;
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
      readonly answer: WebhookAnswer;
    }
  | WebhookRefusal;

/** Verifies and reads the webhooks of one provider account. It never throws for what a stranger may send. */
export interface ReceiptReader {
  readonly type: string;
  read(request: WebhookRequest): WebhookReading;
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

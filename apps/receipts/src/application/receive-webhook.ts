import { HermodError } from '@hermod/contracts';
import type {
  ReceiptReader,
  WebhookAnswer,
  WebhookCode,
  WebhookReading,
  WebhookRefusal,
  WebhookRequest,
} from '@hermod/providers';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { RecordInbound } from './record-inbound.ts';
import { RecordReceipts } from './record-receipts.ts';
import { timeOfReport } from './reported-time.ts';

/** Injection token of the readers of webhooks, by provider id. */
export const RECEIPT_READERS = Symbol('ReceiptReaders');

const FIXES: Readonly<Record<WebhookCode, string>> = {
  WEBHOOK_UNSIGNED: 'let the provider sign its webhooks',
  WEBHOOK_SIGNATURE_INVALID:
    "check the account's secret, and that HERMOD_PUBLIC_URL is how the provider reaches Hermod",
  WEBHOOK_TOKEN_INVALID: 'call the callback URL exactly as it was given with the message',
  WEBHOOK_MALFORMED: 'send the webhook as the provider documents it',
};

const refused = counterOf(METRICS.webhooksRefused);
const unmatched = counterOf(METRICS.receiptsUnmatched);

/** Takes in a provider's webhook: nothing happens before its signature is verified. */
@Injectable()
export class ReceiveWebhook {
  readonly #readers: ReadonlyMap<string, ReceiptReader>;
  readonly #recordReceipts: RecordReceipts;
  readonly #recordInbound: RecordInbound;

  constructor(
    @Inject(RECEIPT_READERS) readers: ReadonlyMap<string, ReceiptReader>,
    @Inject(RecordReceipts) recordReceipts: RecordReceipts,
    @Inject(RecordInbound) recordInbound: RecordInbound,
  ) {
    this.#readers = readers;
    this.#recordReceipts = recordReceipts;
    this.#recordInbound = recordInbound;
  }

  /**
   * What to answer the provider, once Kafka has all that it reported.
   * @throws HermodError PROVIDER_NOT_FOUND, WEBHOOK_*, KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute(provider: string, request: WebhookRequest): Promise<WebhookAnswer> {
    const reader = this.#readers.get(provider);
    if (reader === undefined) {
      throw new HermodError('PROVIDER_NOT_FOUND', 'no provider of this name has webhooks', {
        field: 'provider',
        fix: `use ${[...this.#readers.keys()].join(' or ')}`,
      });
    }
    const reading = reader.read(request);
    if (!reading.ok) throw refusal(provider, reading);
    await this.#record(provider, reading);
    return reading.answer;
  }

  /** All that one webhook says joins one batch, and the webhook fails as a whole: the provider sends it again. */
  async #record(provider: string, { receipts, inbound }: WebhookReading & { ok: true }): Promise<void> {
    const now = new Date();
    const time = (at: string): string => timeOfReport(at, now);
    await Promise.all([
      ...receipts.map(({ claims, kind, at, ...rest }) =>
        this.#recordReceipts.execute({ ...storable(rest), about: claims, kind, provider, at: time(at) }),
      ),
      ...inbound.map(({ at, kind: _, ...text }) =>
        this.#recordInbound.execute({ ...storable(text), provider, at: time(at) }),
      ),
    ]);
  }
}

function refusal(provider: string, { code, message, field }: WebhookRefusal): HermodError {
  refused.inc({ provider, code });
  if (code === 'WEBHOOK_TOKEN_INVALID') unmatched.inc({ reason: 'token' });
  return new HermodError(code, message, { field: field ?? 'body', fix: FIXES[code] });
}

/** PostgreSQL keeps no NUL in texts, and a signed report should not fail for one. */
function storable<T extends object>(report: T): T {
  const entries = Object.entries(report).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '') : value,
  ]);
  return Object.fromEntries(entries) as T;
}

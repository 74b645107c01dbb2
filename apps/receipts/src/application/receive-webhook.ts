import { HermodError } from '@hermod/contracts';
import type {
  ReceiptReader,
  WebhookAnswer,
  WebhookCode,
  WebhookRefusal,
  WebhookRequest,
} from '@hermod/providers';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { RecordReading } from './record-reading.ts';

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
  readonly #recordReading: RecordReading;

  constructor(
    @Inject(RECEIPT_READERS) readers: ReadonlyMap<string, ReceiptReader>,
    @Inject(RecordReading) recordReading: RecordReading,
  ) {
    this.#readers = readers;
    this.#recordReading = recordReading;
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
    const reading = await reader.read(request);
    if (!reading.ok) throw refusal(provider, reading);
    await this.#recordReading.execute(provider, reading);
    return reading.answer;
  }
}

function refusal(provider: string, { code, message, field }: WebhookRefusal): HermodError {
  refused.inc({ provider, code });
  if (code === 'WEBHOOK_TOKEN_INVALID') unmatched.inc({ reason: 'token' });
  return new HermodError(code, message, { field: field ?? 'body', fix: FIXES[code] });
}

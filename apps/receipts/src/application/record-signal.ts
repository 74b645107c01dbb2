import { HermodError, laneOf } from '@hermod/contracts';
import { readCallback } from '@hermod/providers';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { DeliveryMessages } from '../outbound/delivery-messages.ts';
import { type MessageReference, RecordReceipts } from './record-receipts.ts';
import { timeOfSignal } from './reported-time.ts';

const unmatched = counterOf(METRICS.receiptsUnmatched);

/** What a device, or somebody with a key, says of a message. */
export interface ReportedSignal {
  readonly message: string;
  readonly signal: 'delivered' | 'opened' | 'clicked' | 'dismissed';
  /** ISO 8601; now when absent. */
  readonly at?: string | undefined;
  /** The token that travelled with the message. */
  readonly token?: string | undefined;
}

/** Records a signal. With its token it needs nobody else; without, delivery is asked whose message it is. */
@Injectable()
export class RecordSignal {
  readonly #recordReceipts: RecordReceipts;
  readonly #messages: DeliveryMessages;
  readonly #secret: string;

  constructor(
    @Inject(RecordReceipts) recordReceipts: RecordReceipts,
    @Inject(DeliveryMessages) messages: DeliveryMessages,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#recordReceipts = recordReceipts;
    this.#messages = messages;
    this.#secret = config.secret;
  }

  /**
   * Resolves when Kafka has the signal's fact.
   * @throws HermodError SIGNAL_TIME_IMPLAUSIBLE, SIGNAL_TOKEN_INVALID, MESSAGE_NOT_FOUND, DELIVERY_UNAVAILABLE,
   * KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute({ message, signal, at, token }: ReportedSignal): Promise<void> {
    const happenedAt = timeOfSignal(at, new Date());
    const about = token === undefined ? await this.#lookUp(message) : this.#read(token, message);
    await this.#recordReceipts.execute({ about, kind: signal, at: happenedAt });
  }

  #read(token: string, message: string): MessageReference {
    const claims = readCallback(token, this.#secret);
    if (claims?.messageId === message) return claims;
    unmatched.inc({ reason: 'token' });
    throw new HermodError('SIGNAL_TOKEN_INVALID', 'the token is not the one of this message', {
      field: 'token',
      fix: 'send the token as it came with the message (data field hermod_token), or use a key with the scope signals',
    });
  }

  async #lookUp(message: string): Promise<MessageReference> {
    const known = await this.#messages.find(message);
    if (known === undefined) {
      unmatched.inc({ reason: 'message' });
      throw new HermodError('MESSAGE_NOT_FOUND', 'there is no such message', {
        field: 'message',
        fix: 'send the id of a message (data field hermod_message)',
      });
    }
    const { recipient, runId, channel, purpose } = known;
    return { messageId: message, runId, recipient, channel, lane: laneOf(purpose) };
  }
}

import { HermodError, kafkaTopics } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { Recipients } from '../storage/recipients.ts';

/** What has become of an erasure, as the API shows it. */
export interface ErasureView {
  readonly recipient: string;
  readonly status: 'erased';
  readonly erasedAt: string;
  /** What is gone from consent. */
  readonly erased: readonly string[];
  /** What stays, and why. */
  readonly kept: readonly string[];
  /** Copies that end by themselves, and when. */
  readonly copies: readonly { readonly where: string; readonly goneBy: string }[];
}

const ERASED = ['attributes, time zone, country and locale', 'contact points', 'wordings in the ledger'];
const KEPT = [
  'suppressions of addresses, as an HMAC: whoever said STOP is not texted again',
  'that consents were given or withdrawn, when and by which method, under the opaque id',
];

/** Tells what was erased here, and what ends later. */
@Injectable()
export class ShowErasure {
  readonly #recipients: Recipients;

  constructor(@Inject(Recipients) recipients: Recipients) {
    this.#recipients = recipients;
  }

  /** @throws HermodError ERASURE_NOT_FOUND when the recipient isn't erased. */
  async execute(id: string): Promise<ErasureView> {
    const erasedAt = (await this.#recipients.find(id))?.row.erasedAt;
    if (erasedAt == null) {
      throw new HermodError('ERASURE_NOT_FOUND', 'this recipient is not erased', {
        field: 'id',
        fix: 'erase with DELETE /v1/recipients/{id}',
      });
    }
    const goneAfter = (dead: boolean): string =>
      new Date(erasedAt.getTime() + longestRetentionMs(dead)).toISOString();
    return {
      recipient: id,
      status: 'erased',
      erasedAt: erasedAt.toISOString(),
      erased: ERASED,
      kept: KEPT,
      copies: [
        { where: 'Kafka', goneBy: goneAfter(false) },
        { where: 'dead letters', goneBy: goneAfter(true) },
      ],
    };
  }
}

/** How long Kafka keeps what is in the flow, or in its dead letters. */
function longestRetentionMs(dead: boolean): number {
  const topics = kafkaTopics(1).filter(({ topic }) => topic.endsWith('.dead') === dead);
  return Math.max(...topics.map(({ config }) => Number(config['retention.ms'])));
}

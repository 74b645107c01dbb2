import { FLOW, kafkaTopic } from '@hermod/contracts';
import type { Upstream } from '../load/upstream.ts';

/** Marks poison wherever it turns up, on its Kafka topic and among the dead letters. */
export const POISON_HEADER = 'nemesis-poison';

/** Kafka topics, each read by another service, and the headers without which poison would be dropped unread. */
const TOPICS: readonly (readonly [topic: string, headers: Readonly<Record<string, string>>])[] = [
  [kafkaTopic(FLOW.domainEvents, 'plain'), {}],
  [kafkaTopic(FLOW.messageRequested, 'plain'), {}],
  [kafkaTopic(FLOW.messageAttempted, 'plain'), {}],
  [kafkaTopic(FLOW.consentChanged, 'plain'), { state: 'withdrawn' }],
];

/** What no reader can handle: no text, no JSON, JSON of no fact, nothing at all. */
const VALUES: readonly (Buffer | null)[] = [
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
  Buffer.from('{"half": '),
  Buffer.from('[1, 2, 3]'),
  Buffer.from('{"messageId": "not-an-id"}'),
  null,
];

/** Puts on Kafka what nobody can read. */
export class Poisoner {
  readonly #upstream: Upstream;
  #count = 0;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  /** @returns the Kafka topic. */
  async poison(topicNumber: number, how: number): Promise<string> {
    const [topic, needed] = TOPICS[topicNumber % TOPICS.length]!;
    const value = VALUES[how % VALUES.length]!;
    this.#count += 1;
    const headers: Record<string, string> = { ...needed, [POISON_HEADER]: String(this.#count) };
    await this.#upstream.send(topic, { key: `poison-${how}`, value, headers });
    return topic;
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { FLOW } from '@hermod/contracts';
import { Kafka, logLevel, Partitioners, type Message, type Producer } from 'kafkajs';
import { SOURCE, type Scenario } from './scenarios.ts';

/** An event as the generator sent it. */
export interface SentEvent {
  readonly id: string;
  readonly recipient: string;
  /** Milliseconds of the epoch, just before the client was asked to send it. */
  readonly sentAt: number;
}

/** Events in one request at saturation. */
const CHUNK = 500;

/** An upstream system: a plain kafkajs client that keys by recipient, with Kafka's own partitioner. */
export class Generator {
  readonly #producer: Producer;
  readonly #topic: string;

  constructor(brokers: string, prefix: string) {
    const kafka = new Kafka({
      clientId: 'bench-upstream',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      connectionTimeout: 5_000,
      requestTimeout: 15_000,
    });
    this.#producer = kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    this.#topic = prefix + FLOW.domainEvents.topic;
  }

  async connect(): Promise<void> {
    await this.#producer.connect();
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }

  /** Hands everything to the broker as fast as it takes it. */
  async sendAtOnce(scenario: Scenario, recipients: readonly string[], count: number): Promise<SentEvent[]> {
    const sent: SentEvent[] = [];
    while (sent.length < count) {
      const size = Math.min(CHUNK, count - sent.length);
      const from = sent.length;
      const sentAt = Date.now();
      const chunk = Array.from({ length: size }, (_, n) => newEvent(recipients, from + n, sentAt));
      await this.#send(scenario, chunk);
      sent.push(...chunk);
    }
    return sent;
  }

  /** Sends at a steady rate, each event when its time has come and in a request of its own. */
  async sendAtRate(
    scenario: Scenario,
    recipients: readonly string[],
    load: { readonly count: number; readonly perSecond: number },
  ): Promise<SentEvent[]> {
    const sent: SentEvent[] = [];
    const answers: Promise<void>[] = [];
    const startedAt = performance.now();
    for (let n = 0; n < load.count; n += 1) {
      const lateMs = performance.now() - startedAt - (n * 1000) / load.perSecond;
      if (lateMs < 0) await wait(-lateMs);
      const event = newEvent(recipients, n, Date.now());
      sent.push(event);
      const answer = this.#send(scenario, [event]);
      // Looked at together in the end; until then a failure must not count as unhandled.
      answer.catch(() => undefined);
      answers.push(answer);
    }
    await Promise.all(answers);
    return sent;
  }

  async #send(scenario: Scenario, events: readonly SentEvent[]): Promise<void> {
    const messages = events.map((event) => messageOf(scenario, event));
    await this.#producer.send({ topic: this.#topic, acks: -1, timeout: 10_000, messages });
  }
}

function newEvent(recipients: readonly string[], n: number, sentAt: number): SentEvent {
  return { id: randomUUID(), recipient: recipients[n % recipients.length]!, sentAt };
}

/** CloudEvents in structured mode, with the context of a trace that is not sampled. */
function messageOf({ eventType }: Scenario, { id, recipient, sentAt }: SentEvent): Message {
  const event = {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: eventType,
    subject: recipient,
    time: new Date(sentAt).toISOString(),
    data: {
      orderId: `O-${id}`,
      total: 129.9,
      currency: 'SEK',
      items: [{ sku: 'A-1001', name: 'Lantern', quantity: 1, price: 129.9 }],
    },
  };
  const traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return {
    key: recipient,
    value: JSON.stringify(event),
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', traceparent },
  };
}

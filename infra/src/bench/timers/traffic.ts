import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { personOf } from './contenders/waiting-runs.ts';

const SEND_EVERY_MS = 100;

/** Events that no journey waits for. */
export class Traffic {
  readonly #producer: Producer;
  readonly #topic: string;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<unknown> = Promise.resolve();
  #failure: Error | undefined;

  private constructor(producer: Producer, topic: string) {
    this.#producer = producer;
    this.#topic = topic;
  }

  static async connect(brokers: string, topic: string): Promise<Traffic> {
    const kafka = new Kafka({
      clientId: 'bench-traffic',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      requestTimeout: 15_000,
    });
    const producer = kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return new Traffic(producer, topic);
  }

  /** Sends so many events a second, about people in turn. */
  start(perSecond: number): void {
    let sent = 0;
    this.#timer = setInterval(() => {
      const messages = Array.from({ length: Math.ceil((perSecond * SEND_EVERY_MS) / 1_000) }, () => {
        sent += 1;
        return eventAbout(personOf(sent * 7));
      });
      this.#sending = this.#producer.send({ topic: this.#topic, acks: -1, timeout: 10_000, messages });
      this.#sending.catch((error: unknown) => {
        this.#failure = error as Error;
      });
    }, SEND_EVERY_MS);
  }

  /** @throws what kept an event from being sent: then the measurement was another one. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async close(): Promise<void> {
    await this.#producer.disconnect();
  }
}

function eventAbout(recipient: string): { key: string; value: string; headers: Record<string, string> } {
  const id = randomUUID();
  const event = { specversion: '1.0', id, source: '/bench', type: 'bench.nobody.waits', subject: recipient };
  return {
    key: recipient,
    value: JSON.stringify({ ...event, data: { orderId: id } }),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

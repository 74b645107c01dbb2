import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners, type Message, type Producer } from 'kafkajs';

const PAUSE_MS = 500;

/** An upstream system with a Kafka client of its own, which tries again until the broker has what it sends. */
export class Upstream {
  readonly #kafka: Kafka;
  readonly #prefix: string;
  #producer: Promise<Producer> | undefined;
  #closed = false;

  constructor(brokers: string, prefix: string) {
    this.#kafka = new Kafka({
      clientId: 'nemesis-upstream',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
    });
    this.#prefix = prefix;
  }

  /** Resolves when the broker has it; rejects only when this was closed before. It may stand there twice. */
  async send(topic: string, message: Message): Promise<void> {
    while (!this.#closed) {
      try {
        const producer = await this.#connected();
        await producer.send({ topic: this.#prefix + topic, acks: -1, timeout: 10_000, messages: [message] });
        return;
      } catch {
        // The broker is away, which is what this is about.
        this.#producer = undefined;
        await wait(PAUSE_MS);
      }
    }
    throw new Error('the upstream was closed');
  }

  async close(): Promise<void> {
    this.#closed = true;
    const producer = await this.#producer?.catch(() => undefined);
    await producer?.disconnect();
  }

  #connected(): Promise<Producer> {
    this.#producer ??= this.#connect();
    return this.#producer;
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
    });
    await producer.connect();
    return producer;
  }
}

import type { WireRecord } from '@hermod/contracts';
import type { Kafka, Message, Producer } from 'kafkajs';
import type { BatchSink, Log } from '../ports.ts';
import { kafkaClient, type KafkaOptions } from './kafka-client.ts';
import { requestsOf } from './requests.ts';

interface Waiting {
  readonly records: readonly WireRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Records in one request at most; what waits beyond them goes with the next. */
const MAX_RECORDS = 2_000;

/**
 * One idempotent producer with one request in flight: whatever is published while a request is under way goes
 * out together with the next. After a failure nothing is known of the sequence, so a new producer is made.
 */
export class KafkaSink implements BatchSink {
  readonly #kafka: Kafka;
  readonly #prefix: string;
  readonly #log: Log;
  #producer: Promise<Producer> | undefined;
  #waiting: Waiting[] = [];
  #sending: Promise<void> | undefined;
  #closed = false;

  constructor(options: KafkaOptions) {
    this.#kafka = kafkaClient(options);
    this.#prefix = options.prefix;
    this.#log = options.log;
  }

  async ready(): Promise<void> {
    await this.#connected();
  }

  publish(records: readonly WireRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    if (this.#closed) return Promise.reject(new Error('the sink is closed'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject });
      this.#sending ??= this.#sendAll();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sending;
    await this.#disconnect();
  }

  async #sendAll(): Promise<void> {
    // Lets everything that is published in this turn of the event loop join.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const turn = this.#takeTurn();
      try {
        for (const request of requestsOf(turn.flatMap((waiting) => waiting.records)))
          await this.#send(request);
        for (const waiting of turn) waiting.resolve();
      } catch (error) {
        await this.#forgetProducer(error);
        for (const waiting of turn) waiting.reject(error);
      }
    }
    this.#sending = undefined;
  }

  #takeTurn(): Waiting[] {
    let records = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      records += waiting.records.length;
      if (count > 0 && records > MAX_RECORDS) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #send(records: readonly WireRecord[]): Promise<void> {
    const byTopic = new Map<string, Message[]>();
    for (const { topic, partition, key, value, headers } of records) {
      const messages = byTopic.get(topic) ?? [];
      messages.push({ key, value, headers, ...(partition === undefined ? {} : { partition }) });
      byTopic.set(topic, messages);
    }
    const topicMessages = [...byTopic].map(([topic, messages]) => ({
      topic: this.#prefix + topic,
      messages,
    }));
    const producer = await this.#connected();
    await producer.sendBatch({ acks: -1, timeout: 10_000, topicMessages });
  }

  #connected(): Promise<Producer> {
    if (this.#closed && this.#sending === undefined) return Promise.reject(new Error('the sink is closed'));
    this.#producer ??= this.#connect().catch((error: unknown) => {
      this.#producer = undefined;
      throw error;
    });
    return this.#producer;
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 50, maxRetryTime: 1_000, retries: 10 },
    });
    await producer.connect();
    return producer;
  }

  async #forgetProducer(error: unknown): Promise<void> {
    this.#log.warn({ error: String(error) }, 'Kafka did not take a batch');
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    try {
      await (await producer)?.disconnect();
    } catch (error) {
      this.#log.debug({ error: String(error) }, 'a producer did not disconnect cleanly');
    }
  }
}

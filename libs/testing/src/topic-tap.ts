import { randomUUID } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import { eventually, type EventuallyOptions } from './eventually.ts';
import { kafkaOf } from './kafka-client.ts';
import type { Stage } from './stage.ts';

/** A record as a tap saw it. */
export interface TappedRecord {
  /** The Kafka topic without the stage's prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The value as text. */
  readonly text: string;
  /** The value as JSON; undefined when it isn't. */
  readonly value: unknown;
}

/** Collects what is on a Kafka topic, from its start. */
export interface TopicTap {
  /** In the order of arrival; per partition that is the order of the log. */
  readonly records: readonly TappedRecord[];
  /** Waits until as many records as wanted match, and returns all that do. */
  until(
    count: number,
    matches?: (record: TappedRecord) => boolean,
    options?: EventuallyOptions,
  ): Promise<TappedRecord[]>;
  stop(): Promise<void>;
}

type TapStage = Pick<Stage, 'brokers' | 'prefix'>;

/** Opens a tap on one or several Kafka topics of a stage (names without its prefix). */
export async function tapTopic(stage: TapStage, ...topics: readonly string[]): Promise<TopicTap> {
  const records: TappedRecord[] = [];
  const consumer = kafkaOf(stage).consumer({
    groupId: `${stage.prefix}tap-${randomUUID()}`,
    maxWaitTimeInMs: 100,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: topics.map((topic) => stage.prefix + topic), fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ topic, partition, message }) => {
      const text = message.value?.toString('utf8') ?? '';
      records.push({
        topic: topic.slice(stage.prefix.length),
        partition,
        offset: message.offset,
        key: message.key?.toString('utf8'),
        headers: textHeaders(message.headers ?? {}),
        text,
        value: jsonOrNothing(text),
      });
      return Promise.resolve();
    },
  });
  return {
    records,
    until: (count, matches = () => true, options = {}) =>
      eventually(() => {
        const found = records.filter(matches);
        if (found.length < count)
          throw new Error(`${found.length} of ${count} records on ${topics.join(', ')}`);
        return found;
      }, options),
    stop: () => consumer.disconnect(),
  };
}

/** A record for `produce`. */
export interface RecordToProduce {
  /** Without the stage's prefix. */
  readonly topic: string;
  readonly key?: string | undefined;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly partition?: number;
}

/** Writes records as a foreign client would, keyed with Java's partitioner; returns when the broker has them. */
export async function produce(stage: TapStage, ...records: readonly RecordToProduce[]): Promise<void> {
  // A request that is tried again on a busy machine must not stand on Kafka twice.
  const producer = kafkaOf(stage).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await producer.connect();
  try {
    const topicMessages = records.map(({ topic, key, value, headers, partition }) => ({
      topic: stage.prefix + topic,
      messages: [
        {
          key: key ?? null,
          value,
          headers: { ...headers },
          ...(partition === undefined ? {} : { partition }),
        },
      ],
    }));
    await producer.sendBatch({ topicMessages });
  } finally {
    await producer.disconnect();
  }
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    String(Array.isArray(value) ? value[0] : value),
  ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

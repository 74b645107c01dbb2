import { randomUUID } from 'node:crypto';
import { deadTopic, FLOW_ENTRIES, headerText, kafkaTopic, LANES } from '@hermod/contracts';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import type { System } from '../system/system.ts';
import type { DeadRecord, FactRecord } from './evidence.ts';
import { POISON_HEADER } from './faults/poisoner.ts';

/** Where a record stands. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** All that Kafka holds of a run. */
export interface KafkaContents {
  readonly facts: readonly FactRecord[];
  /** Records that were put there to be unreadable. */
  readonly poison: readonly Place[];
  /** Where each dead letter came from. */
  readonly dead: readonly DeadRecord[];
}

const READ_WITHIN_MS = 300_000;

/** Reads every Kafka topic of the flow from the first record to the one that is the last by now. */
export async function readFacts(system: System): Promise<KafkaContents> {
  const kafka = new Kafka({
    clientId: 'nemesis-reader',
    brokers: system.brokers.split(','),
    logLevel: logLevel.NOTHING,
  });
  const logical = [...new Set(FLOW_ENTRIES.flatMap((entry) => LANES.map((lane) => kafkaTopic(entry, lane))))];
  const topics = [...logical, ...logical.map(deadTopic)];
  const contents = { facts: [] as FactRecord[], poison: [] as Place[], dead: [] as DeadRecord[] };
  await readAll(kafka, topics, system.prefix, (topic, partition, message) => {
    const place = { topic, partition, offset: Number(message.offset) };
    if (topic.endsWith('.dead')) return contents.dead.push(originOf(message));
    if (message.headers?.[POISON_HEADER] !== undefined) contents.poison.push(place);
    return contents.facts.push(toFact(place, message));
  });
  contents.facts.sort((a, b) =>
    a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition || a.offset - b.offset,
  );
  return contents;
}

async function readAll(
  kafka: Kafka,
  topics: readonly string[],
  prefix: string,
  take: (topic: string, partition: number, message: KafkaMessage) => void,
): Promise<void> {
  const missing = await endsOf(kafka, topics, prefix);
  if (missing.size === 0) return;
  const consumer = kafka.consumer({ groupId: `nemesis-reader-${randomUUID()}` });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('Kafka was not read in time')), READ_WITHIN_MS);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: topics.map((topic) => prefix + topic), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        const topic = batch.topic.slice(prefix.length);
        for (const message of batch.messages) take(topic, batch.partition, message);
        const key = `${topic}/${batch.partition}`;
        if (BigInt(batch.lastOffset()) + 1n >= (missing.get(key) ?? 0n)) missing.delete(key);
        if (missing.size === 0) resolve();
        return Promise.resolve();
      },
    });
    await promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
}

/** Ends of the partitions that hold anything. */
async function endsOf(kafka: Kafka, topics: readonly string[], prefix: string): Promise<Map<string, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const topic of topics)
      for (const { partition, low, high } of await admin.fetchTopicOffsets(prefix + topic))
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high));
    return ends;
  } finally {
    await admin.disconnect();
  }
}

function originOf({ headers = {} }: KafkaMessage): DeadRecord {
  const service = headerText(headers, 'dead_service');
  const buriedAt = Date.parse(headerText(headers, 'dead_at') ?? '');
  return {
    topic: headerText(headers, 'dead_topic') ?? '',
    partition: Number(headerText(headers, 'dead_partition')),
    offset: Number(headerText(headers, 'dead_offset')),
    ...(service === undefined ? {} : { service }),
    ...(Number.isNaN(buriedAt) ? {} : { buriedAt }),
  };
}

function toFact(place: Place, { timestamp, key, headers = {}, value }: KafkaMessage): FactRecord {
  const revision = headerText(headers, 'revision');
  return {
    ...place,
    at: Number(timestamp),
    key: key?.toString('utf8'),
    id: headerText(headers, 'ce_id'),
    revision: revision === undefined ? undefined : Number(revision),
    data: scalarsOf(value),
  };
}

/** The top-level fields that are no objects: a long run holds a million facts, and their contents are not asked for. */
function scalarsOf(value: Buffer | null): Readonly<Record<string, unknown>> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  return Object.fromEntries(
    Object.entries(parsed).filter(([, field]) => typeof field !== 'object' || field === null),
  );
}

import { randomUUID } from 'node:crypto';
import { KafkaPositions, KafkaSource } from '@hermod/messaging';
import { QUIET } from '../system/quiet-log.ts';
import type { System } from '../system/system.ts';

/** A topic of a benchmark is read within this time. */
export const READ_WITHIN_MS = 60_000;

/** Hands over every record of a Kafka topic, from the first to the one that is the last by now. */
export async function readTopic(
  system: System,
  topic: string,
  take: (value: string, writtenAt: number) => void,
): Promise<void> {
  const brokers = system.brokers.split(',');
  const kafka = { brokers, prefix: system.prefix, clientId: 'bench-reader', log: QUIET };
  const ends = await endsOf(kafka, topic);
  const missing = new Set(ends.keys());
  if (missing.size === 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const group = `bench-reader-${randomUUID()}`;
  const source = new KafkaSource({
    ...kafka,
    group,
    topics: [topic],
    maxRecords: 2_000,
    maxLingerMs: 0,
    onFatal: reject,
  });
  const timer = setTimeout(() => reject(new Error(`${topic} was not read in time`)), READ_WITHIN_MS);
  try {
    await source.run((records) => {
      for (const { partition, offset, value, writtenAt } of records) {
        take(value?.toString('utf8') ?? '{}', writtenAt ?? Number.NaN);
        if (BigInt(offset) + 1n >= ends.get(partition)!) missing.delete(partition);
      }
      if (missing.size === 0) resolve();
      return Promise.resolve(true);
    });
    await promise;
  } finally {
    clearTimeout(timer);
    await source.close();
  }
}

/** Where each partition of a topic that holds anything ends. */
async function endsOf(
  kafka: ConstructorParameters<typeof KafkaPositions>[0],
  topic: string,
): Promise<ReadonlyMap<number, bigint>> {
  const positions = new KafkaPositions(kafka);
  const ends = (await positions.ends([topic])).get(topic) ?? new Map<number, { low: bigint; high: bigint }>();
  await positions.close();
  const filled = [...ends].filter(([, { low, high }]) => high > low);
  return new Map(filled.map(([partition, { high }]) => [partition, high]));
}

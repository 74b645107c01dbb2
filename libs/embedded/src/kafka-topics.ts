import { HermodError, type KafkaTopicDefinition } from '@hermod/contracts';
import { Kafka, logLevel, type Admin, type ITopicMetadata } from 'kafkajs';

/**
 * Creates the Kafka topics that aren't there yet, and returns when each partition of all has a leader.
 * @param brokers comma-separated.
 * @param prefix put before each name.
 * @throws HermodError TOPIC_PARTITIONS when one exists with another number of partitions: then a recipient
 * would no longer have one partition.
 */
export async function createKafkaTopics(
  brokers: string,
  prefix: string,
  definitions: readonly KafkaTopicDefinition[],
): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = definitions.filter(({ topic }) => !existing.has(prefix + topic));
    const topics = missing.map(({ topic, partitions, config }) => ({
      topic: prefix + topic,
      numPartitions: partitions,
      // The cluster's default: one on a single broker, more where there are more.
      replicationFactor: -1,
      configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
    }));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: false, timeout: 20_000 });
    const metadata = await untilLed(
      admin,
      definitions.map(({ topic }) => prefix + topic),
    );
    for (const { topic, partitions } of definitions) requirePartitions(metadata, prefix + topic, partitions);
  });
}

/** Deletes Kafka topics. */
export async function deleteKafkaTopics(brokers: string, topics: readonly string[]): Promise<void> {
  await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [...topics], timeout: 20_000 }));
}

async function withAdmin(brokers: string, work: (admin: Admin) => Promise<void>): Promise<void> {
  const kafka = new Kafka({
    brokers: brokers.split(','),
    clientId: 'hermod-topics',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 50, retries: 8 },
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** A topic that was just created may be unknown to the broker for a moment, and its partitions without a leader. */
async function untilLed(admin: Admin, topics: string[]): Promise<readonly ITopicMetadata[]> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    let cause: unknown;
    try {
      const metadata = (await admin.fetchTopicMetadata({ topics })).topics;
      if (metadata.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return metadata;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) {
      throw new HermodError('TOPICS_WITHOUT_LEADER', 'Kafka topics had no leader within 30 s', { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function requirePartitions(metadata: readonly ITopicMetadata[], topic: string, wanted: number): void {
  const found = metadata.find(({ name }) => name === topic)?.partitions.length;
  if (found === wanted) return;
  throw new HermodError(
    'TOPIC_PARTITIONS',
    `The Kafka topic ${topic} has ${found} partitions instead of ${wanted}: set HERMOD_KAFKA_PARTITIONS to what the topics have, or use another HERMOD_KAFKA_PREFIX.`,
    { field: 'HERMOD_KAFKA_PARTITIONS' },
  );
}

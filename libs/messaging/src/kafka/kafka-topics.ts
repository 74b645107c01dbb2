import { kafkaTopics } from '@hermod/contracts';
import { kafkaClient, type KafkaOptions } from './kafka-client.ts';

/** Creates the flow's Kafka topics that are missing and waits for their leaders. Returns how many were made. */
export async function createKafkaTopics(options: KafkaOptions, partitions: number): Promise<number> {
  const admin = kafkaClient(options).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const topics = kafkaTopics(partitions)
      .map(({ topic, partitions: numPartitions, config }) => ({
        topic: options.prefix + topic,
        numPartitions,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      }))
      .filter(({ topic }) => !existing.has(topic));
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: true, timeout: 30_000 });
    return topics.length;
  } finally {
    await admin.disconnect();
  }
}

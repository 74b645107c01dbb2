import { kafkaTopics, type KafkaTopicDefinition } from '@hermod/contracts';
import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import { fine, finding, type Finding } from './finding.ts';
import type { Settings } from './settings.ts';

/** Are the Kafka topics those of the flow: there, with their partitions, each led and replicated, kept long enough? */
export async function checkTopics(admin: Admin, { kafkaPrefix, partitions }: Settings): Promise<Finding[]> {
  const definitions = kafkaTopics(partitions);
  const { topics } = await admin.fetchTopicMetadata();
  const found = new Map(topics.map((topic) => [topic.name, topic]));
  const there = definitions.filter(({ topic }) => found.has(kafkaPrefix + topic));
  const findings = [
    ...missing(
      definitions.filter((definition) => !there.includes(definition)).map(({ topic }) => kafkaPrefix + topic),
    ),
    ...there.flatMap((definition) => wrongWith(definition, found.get(kafkaPrefix + definition.topic)!)),
    ...(await wrongRetention(admin, kafkaPrefix, there)),
  ];
  if (findings.length > 0) return findings;
  return [fine(`${definitions.length} Kafka topics are as in the flow, ${partitions} partitions each`)];
}

function missing(names: readonly string[]): Finding[] {
  if (names.length === 0) return [];
  const fix =
    '`npm start` makes them; elsewhere make them as docs/flow.md says, or correct HERMOD_KAFKA_PREFIX';
  return [finding(`${names.length} Kafka topics are missing: ${names.join(', ')}`, fix, { missing: names })];
}

function wrongWith(
  { topic, partitions }: KafkaTopicDefinition,
  { name, partitions: found }: ITopicMetadata,
): Finding[] {
  const leaderless = found.filter(({ leader }) => leader < 0).length;
  const lagging = found.filter(({ isr, replicas }) => isr.length < replicas.length).length;
  return [
    ...(found.length === partitions ? [] : [wrongPartitions(name, topic, found.length, partitions)]),
    ...(leaderless === 0
      ? []
      : [
          finding(`${leaderless} partitions of ${name} have no leader`, 'look for the brokers that are down'),
        ]),
    ...(lagging === 0
      ? []
      : [
          finding(`${lagging} partitions of ${name} lack replicas`, 'look for brokers that are down or slow'),
        ]),
  ];
}

function wrongPartitions(name: string, topic: string, found: number, wanted: number): Finding {
  return finding(
    `${name} has ${found} partitions instead of ${wanted}`,
    topic.endsWith('.dead')
      ? `give it ${wanted}`
      : 'set HERMOD_KAFKA_PARTITIONS to what the Kafka topics have: all have the same, for a recipient has one partition',
    { topic: name, found, wanted },
  );
}

const RETENTION = 'retention.ms';

async function wrongRetention(
  admin: Admin,
  prefix: string,
  definitions: readonly KafkaTopicDefinition[],
): Promise<Finding[]> {
  if (definitions.length === 0) return [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: definitions.map(({ topic }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: prefix + topic,
      configNames: [RETENTION],
    })),
  });
  const kept = new Map(
    resources.map(({ resourceName, configEntries }) => [resourceName, configEntries[0]?.configValue]),
  );
  return definitions.flatMap(({ topic, config }) => {
    const [wanted, found] = [config[RETENTION]!, kept.get(prefix + topic)];
    if (found === undefined || found === wanted) return [];
    const what = `${prefix + topic} keeps records ${inDays(found)}, the flow says ${inDays(wanted)}`;
    return [finding(what, `set its ${RETENTION} to ${wanted}`, { topic: prefix + topic, found, wanted })];
  });
}

function inDays(ms: string): string {
  return ms === '-1' ? 'for ever' : `${Number((Number(ms) / 86_400_000).toFixed(2))} days`;
}

import { LANES, type Lane, SERVICES, type Service } from '@hermod/contracts';
import { groupOf, KafkaPositions, type Log, type PartitionEnd, topicsOf } from '@hermod/messaging';
import type { Admin } from 'kafkajs';
import { fine, finding, type Finding } from './finding.ts';
import type { Settings } from './settings.ts';

/** So old at least is the oldest unread record: the steps by which it is told, in seconds. */
const STEPS_S = [1, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400] as const;
/** From here on it is a finding; an urgent lane carries one-time passwords. */
const TOLERATED_S: Readonly<Record<Lane, number>> = { plain: 60, urgent: 10 };

interface Unread {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly count: bigint;
}

/** How far behind is each consumer group, and does anybody read for it? */
export async function checkProgress(admin: Admin, settings: Settings): Promise<Finding[]> {
  const positions = new KafkaPositions({
    brokers: settings.brokers,
    clientId: 'hermod-doctor-positions',
    prefix: settings.kafkaPrefix,
    log: SILENT,
  });
  try {
    const groups = SERVICES.flatMap((service) => LANES.map((lane) => ({ service, lane })));
    const reading = groups.filter(({ service, lane }) => topicsOf(service, lane).length > 0);
    const members = await membersOf(admin, settings, reading);
    return await Promise.all(
      reading.map(async ({ service, lane }) => {
        const group = groupOf(service, lane);
        const unread = await unreadOf(positions, group, topicsOf(service, lane));
        return judge(
          group,
          lane,
          members.get(group) ?? 0,
          unread,
          await secondsBehind(admin, settings, unread),
        );
      }),
    );
  } finally {
    await positions.close();
  }
}

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

async function membersOf(
  admin: Admin,
  { kafkaPrefix }: Settings,
  reading: readonly { readonly service: Service; readonly lane: Lane }[],
): Promise<Map<string, number>> {
  const names = reading.map(({ service, lane }) => kafkaPrefix + groupOf(service, lane));
  const { groups } = await admin.describeGroups(names);
  return new Map(groups.map(({ groupId, members }) => [groupId.slice(kafkaPrefix.length), members.length]));
}

async function unreadOf(
  positions: KafkaPositions,
  group: string,
  topics: readonly string[],
): Promise<Unread[]> {
  const ends = await positions.ends(topics);
  const committed = await positions.committed(group, topics);
  return topics.flatMap((topic) =>
    [...(ends.get(topic) ?? new Map<number, PartitionEnd>())].flatMap(([partition, { low, high }]) => {
      const commit = committed.get(topic)?.get(partition) ?? low;
      const from = commit < low ? low : commit;
      return from < high ? [{ topic, partition, from, count: high - from }] : [];
    }),
  );
}

/** The largest step that an unread record is older than; 0 when nothing is unread. */
async function secondsBehind(
  admin: Admin,
  { kafkaPrefix }: Settings,
  unread: readonly Unread[],
): Promise<number> {
  const topics = [...new Set(unread.map(({ topic }) => topic))];
  const now = Date.now();
  const behind = await Promise.all(
    topics.flatMap((topic) =>
      STEPS_S.map(async (step) => {
        const offsets = await admin.fetchTopicOffsetsByTimestamp(kafkaPrefix + topic, now - step * 1_000);
        const younger = new Map(offsets.map(({ partition, offset }) => [partition, BigInt(offset)]));
        const isOlder = unread.some(
          (one) => one.topic === topic && one.from < (younger.get(one.partition) ?? one.from),
        );
        return isOlder ? step : 0;
      }),
    ),
  );
  return Math.max(0, ...behind);
}

function judge(
  group: string,
  lane: Lane,
  members: number,
  unread: readonly Unread[],
  seconds: number,
): Finding {
  const records = Number(unread.reduce((sum, { count }) => sum + count, 0n));
  const values = { group, members, unread: records, secondsBehind: seconds };
  if (members === 0)
    return finding(
      `nobody reads for ${group}${records === 0 ? '' : `, and ${records} records wait`}`,
      'start the service, or look into its log',
      values,
    );
  if (seconds < TOLERATED_S[lane])
    return fine(
      records === 0
        ? `${group} has read everything`
        : `${group} has ${records} records to read, ${seconds} s behind`,
      values,
    );
  return finding(
    `${group} is at least ${seconds} s behind: ${records} records`,
    'look whether its service is ready and the database quick; another instance helps where processors are free',
    values,
  );
}

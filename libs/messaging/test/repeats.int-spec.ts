import { LANES } from '@hermod/contracts';
import { eventually, kafkaOf, produce } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupOf, topicsOf } from '../src/messaging.ts';
import { keepInbox } from '../src/unit/inbox.ts';
import { type Instance, openRig, openSampleStore, type Rig } from './rig.ts';
import { attempted, event, many, receipt, wire } from './samples.ts';

let rig: Rig;
let instance: Instance;
beforeAll(async () => {
  rig = await openRig({ partitions: 2 });
  instance = await rig.open();
});
afterAll(() => rig.close());

const recipients = many(20, (n) => `r${n}`);
const everything = (lane: 'plain' | 'urgent') => [
  ...recipients.map((r) => wire('receiptRecorded', receipt(r, 1), { lane })),
  ...recipients.map((r) => wire('messageAttempted', attempted(r, 1), { lane })),
  ...recipients.map((r) => event(r, 1, lane)),
];

/** All that is on the Kafka topics was read by the group, whoever did it. */
async function untilRead(): Promise<void> {
  const admin = kafkaOf(rig.stage).admin();
  await admin.connect();
  try {
    await eventually(
      async () => {
        for (const lane of ['plain', 'urgent'] as const) {
          const groupId = rig.stage.prefix + groupOf('routing', lane);
          const topics = topicsOf('routing', lane).map((topic) => rig.stage.prefix + topic);
          for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics })) {
            const ends = new Map(
              (await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end.high]),
            );
            for (const { partition, offset } of partitions)
              expect(`${topic} ${Math.max(0, Number(offset))}`).toBe(`${topic} ${ends.get(partition)}`);
          }
        }
      },
      { everyMs: 100 },
    );
  } finally {
    await admin.disconnect();
  }
}

/** Forgets how far the groups have read, so that they begin anew; they have to be empty. */
async function forgetOffsets(): Promise<void> {
  const admin = kafkaOf(rig.stage).admin();
  await admin.connect();
  try {
    await admin.deleteGroups(LANES.map((lane) => rig.stage.prefix + groupOf('routing', lane)));
  } finally {
    await admin.disconnect();
  }
}

test('a fact or event that comes twice, in one batch or later, on either lane, is handled once', async () => {
  await produce(rig.stage, ...everything('plain'), ...everything('plain'), ...everything('urgent'));
  await untilRead();
  await produce(rig.stage, ...everything('urgent'), ...everything('plain'));
  await untilRead();
  const rows = await rig.handled();
  expect(rows).toHaveLength(60);
  expect(instance.log.heard.filter(({ level }) => level === 'error')).toEqual([]);
  expect(new Set(rows.map((row) => `${row.topic.replace('.urgent', '')} ${row.fact}`)).size).toBe(60);
});

test('what is read again after the offsets were set back is not handled again', async () => {
  await instance.close();
  await forgetOffsets();
  const before = await rig.handled();
  const again = await rig.open();
  await untilRead();
  await again.close();
  expect(await rig.handled()).toEqual(before);
});

test('a fact with the id of another source is another fact', async () => {
  const again = await rig.open();
  const fact = wire('receiptRecorded', receipt('two-sources', 1));
  await produce(rig.stage, fact, { ...fact, headers: { ...fact.headers, ce_source: 'hermod/elsewhere' } });
  await untilRead();
  const rows = await rig.handled();
  expect(rows.filter((row) => row.recipient === 'two-sources')).toHaveLength(2);
  await again.close();
});

test('instances that start together make the partitions of the inbox together', async () => {
  const stores = await Promise.all(many(4, () => openSampleStore(rig.stage.databaseUrls.routing)));
  const far = new Date('2027-06-01T00:00:00Z');
  await Promise.all(stores.map((store) => keepInbox(store, far)));
  await Promise.all(stores.map((store) => store.destroy()));
});

test('the inbox forgets facts after 8 days at the earliest and events after 30, whole partitions at a time', async () => {
  const partitions = async (): Promise<string[]> => {
    const rows = await rig.store.query<{ name: string }[]>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
       WHERE inhparent IN ('inbox'::regclass, 'event_inbox'::regclass) ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  };
  const now = new Date('2027-06-01T00:00:00Z');
  const daysLater = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  await keepInbox(rig.store, now);
  const ours = (await partitions()).filter((name) => {
    const period = Number(/\d+$/.exec(name)![0]);
    return period === Math.floor(now.getTime() / 86_400_000 / (name.startsWith('event') ? 10 : 4));
  });
  expect(ours).toHaveLength(2);
  await keepInbox(rig.store, daysLater(8));
  expect(await partitions()).toEqual(expect.arrayContaining(ours));
  await keepInbox(rig.store, daysLater(30));
  expect((await partitions()).filter((name) => ours.includes(name))).toEqual([
    ours.find((name) => name.startsWith('event')),
  ]);
  await keepInbox(rig.store, daysLater(41));
  expect((await partitions()).filter((name) => ours.includes(name))).toEqual([]);
});

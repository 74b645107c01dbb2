import { kafkaTopic, FLOW } from '@hermod/contracts';
import { eventually, kafkaOf, produce } from '@hermod/testing';
import { Partitioners } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gate, type Instance, note, openRig, type Rig } from './rig.ts';
import { event, many, receipt, wire } from './samples.ts';

const PARTITIONS = 3;
const ALL = many(PARTITIONS, (n) => n);

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ partitions: PARTITIONS });
});
afterAll(() => rig.close());

async function databaseNow(): Promise<number> {
  const [row] = await rig.store.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  return row!.now.getTime();
}

/** Waits until everything that was on partitions at `instant` counts as handled. */
async function untilCaughtUp(
  { messaging }: Instance,
  instant: number,
  partitions: readonly number[] = ALL,
): Promise<void> {
  const caughtUp = messaging.caughtUp('plain');
  await eventually(async () => {
    await caughtUp.refresh();
    for (const partition of partitions)
      expect(caughtUp.handledUpTo(partition)).toBeGreaterThanOrEqual(instant);
  });
}

/** Goes on sampling for a second, which is four samples. */
async function sampleForASecond({ messaging }: Instance): Promise<readonly number[]> {
  const end = (await databaseNow()) + 1_000;
  await eventually(async () => {
    await messaging.caughtUp('plain').refresh();
    expect(await databaseNow()).toBeGreaterThan(end);
  });
  return messaging.caughtUp('plain').allHandledUpTo;
}

test('without a sample nothing is caught up; on Kafka topics that nobody ever read or wrote, everything is', async () => {
  const idle = await rig.open({ handler: null });
  expect(idle.messaging.caughtUp('plain').allHandledUpTo).toEqual([0, 0, 0]);
  await untilCaughtUp(idle, await databaseNow());
  await untilCaughtUp(idle, await databaseNow());
  await idle.close();
});

test('what nobody has read yet holds its partition back, and no other', async () => {
  const idle = await rig.open({ handler: null });
  const before = await databaseNow();
  await produce(rig.stage, event(rig.recipientOn(1), 1));
  const produced = await databaseNow();
  await untilCaughtUp(idle, produced, [0, 2]);
  const handled = await sampleForASecond(idle);
  expect(handled[1]).toBeLessThan(produced);
  expect(handled[0]).toBeGreaterThan(produced);
  // Somebody else reads it: that counts for all.
  const reader = await rig.open();
  await untilCaughtUp(idle, await databaseNow());
  expect(before).toBeLessThan(produced);
  await Promise.all([idle.close(), reader.close()]);
});

test('a handler that is not done holds its partition back, until it is', async () => {
  const entered = gate();
  const go = gate();
  const instance = await rig.open({
    handler: async (facts, unit) => {
      entered.open();
      await go.passed;
      await note(facts, unit, 'blocked');
    },
  });
  await produce(rig.stage, wire('receiptRecorded', receipt(rig.recipientOn(2), 1)));
  await entered.passed;
  const blockedAt = await databaseNow();
  const handled = await sampleForASecond(instance);
  expect(handled[2]).toBeLessThan(blockedAt);
  expect(handled[0]).toBeGreaterThan(blockedAt);
  go.open();
  await untilCaughtUp(instance, await databaseNow());
  await instance.close();
});

test('each of two instances knows of the partitions that the other one reads', async () => {
  const instances = [await rig.open(), await rig.open()];
  await produce(rig.stage, ...many(60, (n) => event(`many${n}`, 1)));
  const produced = await databaseNow();
  for (const instance of instances) await untilCaughtUp(instance, produced);
  await Promise.all(instances.map((instance) => instance.close()));
});

test('transactions of an upstream, committed or aborted, leave nothing behind that seems unread', async () => {
  const instance = await rig.open();
  const producer = kafkaOf(rig.stage).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId: `${rig.stage.prefix}upstream`,
  });
  await producer.connect();
  const before = (await rig.handled()).length;
  for (const ending of ['abort', 'commit', 'abort'] as const) {
    const transaction = await producer.transaction();
    for (const partition of ALL) {
      const { topic, key, value, headers } = event(rig.recipientOn(partition, ending), partition);
      await transaction.send({
        topic: rig.stage.prefix + topic,
        messages: [{ key: key!, value, headers: { ...headers } }],
      });
    }
    await transaction[ending]();
  }
  await producer.disconnect();
  await untilCaughtUp(instance, await databaseNow());
  const rows = (await rig.handled()).slice(before);
  expect(rows.map((row) => row.topic)).toEqual(ALL.map(() => kafkaTopic(FLOW.domainEvents, 'plain')));
  expect(rows.every((row) => row.recipient.startsWith('commit'))).toBe(true);
  await instance.close();
});

test('a backlog on the plain lane holds nothing back on the urgent one', async () => {
  const go = gate();
  const instance = await rig.open({
    handler: async (facts, unit) => (await go.passed, note(facts, unit, 'slow')),
  });
  await produce(rig.stage, ...ALL.map((partition) => event(rig.recipientOn(partition, 'slow'), 1)));
  const now = await databaseNow();
  const urgent = instance.messaging.caughtUp('urgent');
  await eventually(async () => {
    await urgent.refresh();
    for (const partition of ALL) expect(urgent.handledUpTo(partition)).toBeGreaterThan(now);
  });
  go.open();
  await untilCaughtUp(instance, await databaseNow());
  await instance.close();
});

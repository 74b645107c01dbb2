import { FLOW, kafkaTopic } from '@hermod/contracts';
import { eventually, produce, tapTopic } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gate, note, openRig, type Handled, type Instance, type Rig } from './rig.ts';
import { attempted, event, many, receipt, requested, wire } from './samples.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ partitions: 4 });
});
afterAll(() => rig.close());

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  return [...Map.groupBy(rows, keyOf).values()];
}

test('a unit joins what waits on several partitions and topics, at most 200, each partition in order', async () => {
  const first = gate();
  const go = gate();
  const instance = await rig.open({
    handler: async (facts, unit) => {
      first.open();
      await go.passed;
      await note(facts, unit, 'joining');
    },
  });
  await produce(rig.stage, event('first', 0));
  await first.passed;
  const recipients = many(4, (partition) => rig.recipientOn(partition));
  await produce(
    rig.stage,
    ...many(100, (n) =>
      recipients.flatMap((r) => [event(r, n), wire('receiptRecorded', receipt(r, n))]),
    ).flat(),
    ...recipients.map((r) => wire('messageAttempted', attempted(r, 0))),
  );
  go.open();
  const rows = await rig.untilHandled(805);
  expect(rows).toHaveLength(805);
  const units = groupBy(rows, (row) => row.unit);
  expect(Math.max(...units.map((unit) => unit.length))).toBeLessThanOrEqual(200);
  expect(units.length).toBeLessThan(12);
  expect(units.some((unit) => distinct(unit, 'partition') > 1 && distinct(unit, 'topic') > 1)).toBe(true);
  for (const log of groupBy(rows, (row) => `${row.topic}/${row.partition}`)) {
    const offsets = log.map((row) => row.offset);
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  }
  await instance.close();
});

function distinct(rows: readonly Handled[], field: 'partition' | 'topic'): number {
  return new Set(rows.map((row) => row[field])).size;
}

/** Reads, waits for the database once, writes: whoever comes in between is lost. */
async function countUp({ messaging }: Instance, recipients: readonly string[]): Promise<void> {
  await messaging.units.run('plain', recipients, async ({ sql }) => {
    for (const recipient of recipients) {
      const [row] = await sql.query<{ value: number }>(
        'sample.read',
        'SELECT value FROM counter WHERE recipient = $1',
        [recipient],
      );
      await sql.query(
        'sample.write',
        'INSERT INTO counter VALUES ($1, $2::int) ON CONFLICT (recipient) DO UPDATE SET value = $2::int',
        [recipient, (row?.value ?? 0) + 1],
      );
    }
  });
}

test('units of two instances over the same recipients in opposite order never deadlock and lose nothing', async () => {
  const instances = [await rig.open({ handler: null }), await rig.open({ handler: null })];
  const recipients = ['zoe', 'Ada', 'bo', 'Östen', 'cy', '10', '9'];
  const orders = [recipients, recipients.toReversed()];
  await Promise.all(
    many(50, (n) => instances.map((instance, i) => countUp(instance, orders[(n + i) % 2]!))).flat(),
  );
  const rows = await rig.store.query<{ value: number }[]>('SELECT value FROM counter');
  expect(rows.map((row) => row.value)).toEqual(recipients.map(() => 100));
});

test('revisions rise for each recipient over units, instances and lanes, and differ within a unit', async () => {
  const instances = [await rig.open({ handler: null }), await rig.open({ handler: null })];
  const tap = await tapTopic(rig.stage, 'hermod.message-requested', 'hermod.message-requested.urgent');
  const order: string[] = [];
  await Promise.all(
    many(20, async (n) => {
      const { units } = instances[n % 2]!.messaging;
      await units.run(n % 3 === 0 ? 'urgent' : 'plain', ['ada', 'bo'], async (unit) => {
        for (const [i, recipient] of ['ada', 'bo', 'ada'].entries()) {
          const fact = requested(recipient, n * 10 + i);
          unit.publish('messageRequested', fact, { recipient, id: fact.messageId });
        }
        // Under the lock, so this is the order in which the units took their turns.
        order.push(requested('ada', n * 10).messageId, requested('ada', n * 10 + 2).messageId);
        await unit.sql.query('sample.breathe', 'SELECT 1', []);
      });
    }),
  );
  const records = await tap.until(60);
  await tap.stop();
  expect(records).toHaveLength(60);
  const revisions = new Map(records.map(({ headers }) => [headers['ce_id'], Number(headers['revision'])]));
  const ofAda = order.map((id) => revisions.get(id)!);
  expect(ofAda).toEqual(ofAda.toSorted((a, b) => a - b));
  expect(new Set(ofAda).size).toBe(40);
});

test('a unit that waited for a lock has the time at which it held all of them', async () => {
  const { messaging } = await rig.open({ handler: null });
  const held = gate();
  const release = gate();
  const clock = async (): Promise<Date> =>
    (await rig.store.query<{ now: Date }[]>('SELECT clock_timestamp() AS now'))[0]!.now;
  const holding = messaging.units.run('plain', ['zz-last'], async () => {
    held.open();
    await release.passed;
  });
  await held.passed;
  const waiting = messaging.units.run('plain', ['aa-first', 'zz-last'], (unit) => Promise.resolve(unit.now));
  await eventually(async () => {
    const [row] = await rig.store.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`,
    );
    expect(row!.count).toBe(1);
  });
  const before = await clock();
  release.open();
  await holding;
  expect((await waiting).getTime()).toBeGreaterThanOrEqual(before.getTime());
});

test('timers take only the recipients that nobody else holds, and never wait', async () => {
  const { messaging } = await rig.open({ handler: null });
  const { units } = messaging;
  await units.run('plain', ['free', 'taken'], () => Promise.resolve());
  await units.run('plain', ['taken'], async () => {
    const mine = await units.runFree('plain', ['taken', 'free', 'never-seen'], (unit) =>
      Promise.resolve([...unit.recipients]),
    );
    expect(mine).toEqual(['free']);
  });
});

test('what a unit wrote and published stands or falls together', async () => {
  const { messaging } = await rig.open({ handler: null });
  const tap = await tapTopic(rig.stage, kafkaTopic(FLOW.messageWithdrawn, 'plain'));
  const withdrawn = (n: number) => ({
    messageId: requested('eve', n).messageId,
    runId: requested('eve', n).intent.runId,
    recipient: 'eve',
    reason: 'reacted' as const,
    at: '2026-11-22T09:00:00.000Z',
  });
  const publish = (n: number, fails: boolean): Promise<void> =>
    messaging.units.run('plain', ['eve'], async (unit) => {
      unit.publish('messageWithdrawn', withdrawn(n), { recipient: 'eve', id: withdrawn(n).messageId });
      await unit.sql.query('sample.eve', `INSERT INTO counter VALUES ($1, 1)`, [`eve-${n}`]);
      if (fails) throw new Error('no');
    });
  await expect(publish(1, true)).rejects.toThrow('no');
  await publish(2, false);
  const records = await tap.until(1);
  await tap.stop();
  expect(records.map((record) => record.headers['ce_id'])).toEqual([withdrawn(2).messageId]);
  const rows = await rig.store.query(`SELECT recipient FROM counter WHERE recipient LIKE 'eve-%'`);
  expect(rows).toEqual([{ recipient: 'eve-2' }]);
});

test('a unit refuses a fact that breaks its contract, or is about a recipient it does not hold', async () => {
  const { messaging } = await rig.open({ handler: null });
  const publish = (recipient: string, change: object): Promise<void> =>
    messaging.units.run('plain', ['ada'], (unit) => {
      const fact = { ...requested(recipient, 1), ...change };
      unit.publish('messageRequested', fact, { recipient, id: fact.messageId });
      return Promise.resolve();
    });
  await expect(publish('ada', { request: -1 })).rejects.toThrow(/request/);
  await expect(publish('bo', {})).rejects.toThrow(/not locked/);
});

import { randomUUID } from 'node:crypto';
import { partitionOf } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { eventually, type HeldRecipient, lockRecipient } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDueTimers, setTimers } from '../src/storage/run-timers.ts';
import { attempted, escalation, event, names, receipt, someone, stop } from './facts.ts';
import { startAtPush } from './runs-at-push.ts';
import { openWorld, runOf, type World } from './world.ts';

const PARTITIONS = 2;

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2, partitions: PARTITIONS });
});
afterAll(() => world.close());

function someoneOn(partition: number): string {
  for (;;) {
    const recipient = someone();
    if (partitionOf(recipient, PARTITIONS) === partition) return recipient;
  }
}

/** Holds a recipient's lock as another unit of work would: whoever reads a fact about them waits. */
const hold = (recipient: string): Promise<HeldRecipient> =>
  lockRecipient({ stage: world.stage, store: 'routing' }, recipient);

const untilOverdue = (run: string): Promise<void> =>
  eventually(async () => {
    const overdue = `SELECT 1 FROM run_timer WHERE run_id = $1 AND due_at < clock_timestamp() - interval '1 second'`;
    expect(await world.query(overdue, [run])).toHaveLength(1);
  });

it('timers fire once with two instances, and never early', async () => {
  const { journey, on } = names();
  const steps = [
    { id: 'one', wait: { for: 'PT1S' } },
    { id: 'two', wait: { for: 'PT2S' } },
    { id: 'over', end: 'over' },
  ];
  await world.publish(escalation({ journey, on, more: { steps } }));
  const people = Array.from({ length: 100 }, someone);
  await world.tell(...people.map((recipient) => event(on, recipient, { id: 'e' })));
  for (const recipient of people) {
    const { timeline, id } = await world.ended(runOf(journey, 'e', recipient));
    expect(timeline.map(({ what }) => what)).toEqual([
      'started',
      'waiting',
      'timeout',
      'waiting',
      'timeout',
      'ended',
    ]);
    const at = timeline.map((entry) => Date.parse(entry.at));
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(1_000);
    expect(at[4]! - at[3]!).toBeGreaterThanOrEqual(2_000);
    await eventually(() =>
      expect(world.progress(id).map(({ what }) => what)).toEqual(['started', 'moved', 'ended']),
    );
  }
  expect(await world.query('SELECT 1 FROM run_timer')).toEqual([]);
});

describe('a timer whose partition has unread facts', () => {
  it('waits for an open that would cancel it, while those of other partitions fire', async () => {
    const [behind, ahead] = [
      await startAtPush(world, { within: 'PT2S' }, someoneOn(0)),
      await startAtPush(world, { within: 'PT2S' }, someoneOn(1)),
    ];
    await world.tell(attempted(behind.push, 'accepted'), attempted(ahead.push, 'accepted'));
    for (const { run } of [behind, ahead])
      await eventually(async () =>
        expect((await world.story(run)).timeline.at(-1)).toMatchObject({ what: 'accepted' }),
      );
    const other = someoneOn(0);
    const lock = await hold(other);
    await world.tell(stop(other));
    await world.tell(receipt(behind.push, 'opened'));
    await world.withdrawal(ahead.push.messageId);
    await untilOverdue(behind.run);
    expect(await world.story(behind.run)).toMatchObject({ status: 'running' });
    await lock.release();
    expect(await world.ended(behind.run)).toMatchObject({ outcome: 'reached' });
    expect(world.requested(behind.recipient)).toHaveLength(1);
    expect(world.withdrawn(behind.recipient)).toEqual([]);
  });

  it('fires when they are read and none of them concerns it', async () => {
    const behind = await startAtPush(world, { within: 'PT1S' }, someoneOn(0));
    await world.tell(attempted(behind.push, 'accepted'));
    const other = someoneOn(0);
    await eventually(async () =>
      expect((await world.story(behind.run)).timeline.at(-1)).toMatchObject({ what: 'accepted' }),
    );
    const lock = await hold(other);
    await world.tell(stop(other));
    await untilOverdue(behind.run);
    expect(world.withdrawn(behind.recipient)).toEqual([]);
    await lock.release();
    expect(await world.withdrawal(behind.push.messageId)).toMatchObject({ reason: 'unread' });
  });

  it('fires all the same when it is urgent and what is unread is not', async () => {
    const urgent = await startAtPush(world, { within: 'PT1S', purpose: 'critical' }, someoneOn(0));
    await world.tell(attempted(urgent.push, 'accepted'));
    const other = someoneOn(0);
    const lock = await hold(other);
    await world.tell(stop(other));
    expect(await world.withdrawal(urgent.push.messageId)).toMatchObject({ reason: 'unread' });
    await lock.release();
  });
});

it('a timer of a recipient who is being worked on waits, and then fires once', async () => {
  const { journey, on } = names();
  const steps = [
    { id: 'one', wait: { for: 'PT1S' } },
    { id: 'over', end: 'over' },
  ];
  await world.publish(escalation({ journey, on, more: { steps } }));
  const recipient = someoneOn(1);
  await world.tell(event(on, recipient, { id: 'e' }));
  const run = runOf(journey, 'e', recipient);
  await eventually(() => world.story(run));
  const lock = await hold(recipient);
  await untilOverdue(run);
  expect(await world.story(run)).toMatchObject({ status: 'running' });
  await lock.release();
  expect(await world.ended(run)).toMatchObject({ outcome: 'over' });
  await eventually(() => expect(world.progress(run).filter(({ what }) => what === 'ended')).toHaveLength(1));
});

it('a timer that was moved since it was found is not fired at its old time', async () => {
  const sql = {
    query: (_: string, text: string, values: unknown[]) => world.query(text, values),
  } as unknown as Sql;
  const found = { runId: randomUUID(), recipient: someone(), dueAt: new Date(Date.now() - 5_000) };
  const timer = { ...found, partition: 0, urgent: false };
  await setTimers(sql, [{ ...timer, dueAt: new Date(Date.now() - 3_000) }]);
  expect(await lockDueTimers(sql, [found])).toEqual([]);
  await setTimers(sql, [timer]);
  expect(await lockDueTimers(sql, [found])).toEqual([found.runId]);
});

import { randomUUID } from 'node:crypto';
import type { Messaging } from '@hermod/messaging';
import { inTransaction, openStore, type Sql } from '@hermod/postgres';
import { eventually } from '@hermod/testing';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RunTimers } from '../src/inbound/timers/run-timers.ts';
import {
  BEFORE_ALL,
  clearTimers,
  type DueTimer,
  lockDueTimers,
  type PartitionAfter,
  RunTimerIndex,
  setTimers,
} from '../src/storage/run-timers.ts';
import { someone } from './facts.ts';
import { openWorld, type World } from './world.ts';

const PARTITIONS = 2;
const EVERYWHERE: readonly PartitionAfter[] = [0, 1].map((partition) => ({ partition, after: BEFORE_ALL }));

let world: World;
let dataSource: DataSource;
let index: RunTimerIndex;
beforeAll(async () => {
  world = await openWorld({ partitions: PARTITIONS });
  // Its tables are wanted here, and nobody who fires.
  await Promise.all(world.services.map((service) => service.close()));
  dataSource = await openStore({
    url: world.stage.databaseUrls.routing,
    store: 'routing',
    entities: [],
    migrations: [],
  });
  index = new RunTimerIndex(dataSource);
});
afterEach(() => world.query('TRUNCATE run_timer'));
afterAll(async () => {
  await dataSource.destroy();
  await world.close();
});

/** Timers of one partition, all due at the same time. */
async function set(partition: number, count: number, dueAt: Date): Promise<void> {
  const timers = Array.from({ length: count }, () => ({
    runId: randomUUID(),
    recipient: someone(),
    partition,
    urgent: false,
    dueAt,
  }));
  await inTransaction(dataSource, async (sql) => {
    await setTimers(sql, timers);
    await sql.query('test.locks', 'INSERT INTO recipient_lock SELECT unnest($1::text[]), 0', [
      timers.map(({ recipient }) => recipient),
    ]);
  });
}

const find = (where: readonly PartitionAfter[], handledUpTo: readonly number[]): Promise<DueTimer[]> =>
  index.findDue({ urgent: false, where, handledUpTo, limit: 10 });

describe('due timers', () => {
  it('of a partition that has to wait hide none of the others, however many they are', async () => {
    await set(0, 1_000, new Date(Date.now() - 60_000));
    await set(1, 1, new Date(Date.now() - 1_000));
    const found = await find(EVERYWHERE, [Date.now() - 61_000, Date.now()]);
    expect(found.map(({ partition }) => partition)).toEqual([1]);
  });

  it('at the same instant are found one after the other behind the place of the last', async () => {
    await set(0, 25, new Date(Date.now() - 1_000));
    const seen: DueTimer[] = [];
    for (;;) {
      const found = await find([{ partition: 0, after: seen.at(-1) ?? BEFORE_ALL }], [Date.now(), 0]);
      seen.push(...found);
      if (found.length === 0) break;
    }
    expect(new Set(seen.map(({ runId }) => runId)).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('are known by partition, and those of the future are none', async () => {
    expect(await index.duePartitions(false, EVERYWHERE)).toEqual(new Set());
    await set(0, 1, new Date(Date.now() + 60_000));
    await set(1, 1, new Date(Date.now() - 1_000));
    expect(await index.duePartitions(false, EVERYWHERE)).toEqual(new Set([1]));
    expect(await index.duePartitions(true, EVERYWHERE)).toEqual(new Set());
  });
});

/** One instance's loop; each of its units takes a while. Tells how many it has fired. */
function instance(): { readonly loop: RunTimers; fired: () => number } {
  let fired = 0;
  const fire = (due: readonly DueTimer[]): Promise<number> =>
    inTransaction(dataSource, async (sql) => {
      const held = await lockFree(sql, due);
      const ids = await lockDueTimers(sql, held);
      await clearTimers(sql, ids);
      await sql.query('test.work', 'SELECT pg_sleep(0.02)', []);
      fired += ids.length;
      return ids.length;
    });
  const allHandledUpTo = Array.from({ length: PARTITIONS }, () => Number.MAX_SAFE_INTEGER);
  const caughtUp = { refresh: () => Promise.resolve(), allHandledUpTo };
  const messaging = { lanes: ['plain'], partitions: PARTITIONS, caughtUp: () => caughtUp };
  const loop = new RunTimers(
    index,
    messaging as unknown as Messaging,
    { execute: (_: string, due: readonly DueTimer[]) => fire(due) } as unknown as ConstructorParameters<
      typeof RunTimers
    >[2],
    { warn: (_: object, message: string) => expect.unreachable(message) } as unknown as ConstructorParameters<
      typeof RunTimers
    >[3],
  );
  return { loop, fired: () => fired };
}

/** As units of work do for timers. */
async function lockFree(sql: Sql, due: readonly DueTimer[]): Promise<DueTimer[]> {
  const rows = await sql.query<{ recipient_id: string }>(
    'test.lock-free',
    `SELECT recipient_id FROM recipient_lock WHERE recipient_id = ANY($1::text[])
     ORDER BY recipient_id COLLATE "C" FOR UPDATE SKIP LOCKED`,
    [due.map(({ recipient }) => recipient)],
  );
  const held = new Set(rows.map((row) => row.recipient_id));
  return due.filter(({ recipient }) => held.has(recipient));
}

it('two instances share what is due instead of waiting for each other', async () => {
  await set(0, 2_000, new Date(Date.now() - 1_000));
  await set(1, 2_000, new Date(Date.now() - 1_000));
  const [one, other] = [instance(), instance()];
  for (const { loop } of [one, other]) loop.onApplicationBootstrap();
  await eventually(async () => expect(await world.query('SELECT 1 FROM run_timer')).toEqual([]), {
    timeoutMs: 30_000,
  });
  await Promise.all([one, other].map(({ loop }) => loop.onModuleDestroy()));
  expect(one.fired() + other.fired()).toBe(4_000);
  // How much each gets is up to the machine; who waits for the other gets a batch or none.
  for (const { fired } of [one, other]) expect(fired()).toBeGreaterThan(300);
});

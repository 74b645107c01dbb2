import { randomUUID } from 'node:crypto';
import type { Sql } from '@hermod/postgres';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadMembers, type Member, pageOfKnown, pageOfList } from '../src/storage/audience.ts';
import { dropList, dropListed, takeOffLists } from '../src/storage/launch-lists.ts';
import { LaunchViews } from '../src/storage/launch-views.ts';
import {
  advanceLaunch,
  cancelLaunch,
  type DueLaunch,
  journeyDoor,
  loadLaunchClock,
  lockLaunch,
  setLaunchState,
  takeDueLaunch,
} from '../src/storage/launches.ts';
import { forgetActivity, keepActivity, loadActivity } from '../src/storage/recipient-activity.ts';
import { openWorld, type World } from './world.ts';

const id = randomUUID();
const due = { id, cursor: '' } as DueLaunch;
const counts = { seen: 0, chosen: 0, started: 0, skipped: 0, missing: 0, failed: 0 };

/** Every statement of launches, by a call of the function that runs it. */
const STATEMENTS: readonly [string, (sql: Sql, dataSource: DataSource) => Promise<unknown>][] = [
  ['taking a launch', (sql) => takeDueLaunch(sql, false)],
  ['locking a launch', (sql) => lockLaunch(sql, due)],
  ['bringing a launch forward', (sql) => advanceLaunch(sql, due, counts, { cursor: 'r', isOver: false })],
  ['cancelling a launch', (sql) => cancelLaunch(sql, id, 'x')],
  ['pausing a launch', (sql) => setLaunchState(sql, id, 'paused')],
  ['asking whether a journey takes runs', (sql) => journeyDoor(sql, 'j')],
  ['asking for publications', (sql) => loadLaunchClock(sql, [{ journey: 'j', version: 1 }])],
  ['reading a page of the known', (sql) => pageOfKnown(sql, '', 100)],
  ['reading a page of a list', (sql) => pageOfList(sql, id, '', 100)],
  ['reading who was chosen', (sql) => loadMembers(sql, [{ recipient: 'r' } as Member])],
  ['dropping what was worked off', (sql) => dropListed(sql, id, 'r')],
  ['dropping a list', (sql) => dropList(sql, id)],
  ['taking the erased off lists', (sql) => takeOffLists(sql, ['r'])],
  ['asking for activity', (sql) => loadActivity(sql, ['r'])],
  ['keeping activity', (sql) => keepActivity(sql, [{ recipient: 'r', events: {}, signals: {} }])],
  ['forgetting activity', (sql) => forgetActivity(sql, ['r'])],
  ['showing a launch', (_, dataSource) => new LaunchViews(dataSource).find(id)],
  [
    'listing launches',
    (_, dataSource) => new LaunchViews(dataSource).list('j', 1, { createdAt: new Date(), id }),
  ],
];

let world: World;
beforeAll(async () => {
  world = await openWorld({ partitions: 1 });
  await world.query('ANALYZE');
});
afterAll(() => world.close());

async function planOf(call: (typeof STATEMENTS)[number][1]): Promise<string> {
  const texts: string[] = [];
  const heard = (text: string): Promise<never[]> => (texts.push(text), Promise.resolve([]));
  const sql = { query: (_name: string, text: string) => heard(text) } as unknown as Sql;
  await call(sql, { query: heard } as unknown as DataSource);
  const rows = await world.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${texts[0]!}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it.each(STATEMENTS)('%s scans no table that was analysed while it was empty', async (_, call) => {
  expect(await planOf(call)).not.toMatch(/Seq Scan on/);
});

it.each(['taking a launch', 'reading a page of the known', 'reading a page of a list', 'listing launches'])(
  '%s reads in the order of an index, without sorting',
  async (name) => {
    const [, call] = STATEMENTS.find(([each]) => each === name)!;
    expect(await planOf(call)).not.toMatch(/Sort/);
  },
);

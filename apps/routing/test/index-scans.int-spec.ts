import { randomUUID } from 'node:crypto';
import type { Sql } from '@hermod/postgres';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  insertRuns,
  loadRunning,
  loadRuns,
  type StoredRun,
  updateRuns,
} from '../src/storage/journey-runs.ts';
import { claimAction, JourneyActions, moveAction, type OpenAction } from '../src/storage/journey-actions.ts';
import { Journeys } from '../src/storage/journeys.ts';
import { loadOnceValues, rememberOnceValues } from '../src/storage/once-values.ts';
import {
  clearParked,
  holdPaused,
  markUnreadable,
  ParkedTimers,
  parkTimers,
} from '../src/storage/parked-timers.ts';
import { keepRecipients, loadAttributes } from '../src/storage/recipients.ts';
import { appendEntries } from '../src/storage/run-entries.ts';
import { RunStories } from '../src/storage/run-stories.ts';
import {
  BEFORE_ALL,
  clearTimers,
  lockDueTimers,
  RunTimerIndex,
  setTimers,
} from '../src/storage/run-timers.ts';
import { RunsInFlight } from '../src/storage/runs-in-flight.ts';
import { openWorld, type World } from './world.ts';

const id = randomUUID();
const now = new Date();
const run = { run: { id, startedAt: 0 }, event: {}, traceparent: undefined } as unknown as StoredRun;
const timer = { runId: id, recipient: 'r', partition: 0, urgent: false, dueAt: now };
const once = { journey: 'j', recipient: 'r', value: '1' };
const entry = { at: 0, what: 'started', why: { rule: 'x', values: {} } };
const where = [{ partition: 0, after: BEFORE_ALL }];
const timers = { urgent: false, where, handledUpTo: [0], limit: 1 };
const filter = {
  recipient: 'r',
  journey: 'j',
  status: 'running' as const,
  before: { startedAt: now, id },
  limit: 1,
};

const action = { id: '1', upToRun: null } as unknown as OpenAction;
const page = { journey: 'j', version: 1, startedBy: now, after: null, limit: 1 };

/** The statements of the path and of the read models, each by a call of the function that runs it. */
const HOT: readonly [string, (sql: Sql, dataSource: DataSource) => Promise<unknown>][] = [
  ['loading runs', (sql) => loadRuns(sql, [id])],
  ['loading running runs', (sql) => loadRunning(sql, ['r'])],
  ['adding runs', (sql) => insertRuns(sql, [run])],
  ['changing runs', (sql) => updateRuns(sql, [run])],
  ['telling stories', (sql) => appendEntries(sql, [{ runId: id, entries: [entry] }])],
  ['holding paused journeys', (sql) => holdPaused(sql, ['j'])],
  ['parking timers', (sql) => parkTimers(sql, [id], 'paused')],
  ['marking parked timers', (sql) => markUnreadable(sql, [id])],
  ['forgetting parked timers', (sql) => clearParked(sql, [id])],
  ['bringing timers back', (_, dataSource) => new ParkedTimers(dataSource).ofJourney('j', null, 1)],
  ['looking at unreadable ones', (_, dataSource) => new ParkedTimers(dataSource).unreadable(null, 1)],
  ['asking for open actions', (_, dataSource) => new JourneyActions(dataSource).open()],
  ['listing actions', (_, dataSource) => new JourneyActions(dataSource).list('j', undefined, 1)],
  ['claiming an action', (sql) => claimAction(sql, action)],
  ['moving an action', (sql) => moveAction(sql, '1', id, 1)],
  ['counting runs in flight', (_, dataSource) => new RunsInFlight(dataSource).perVersion('j')],
  ['looking at steps in flight', (_, dataSource) => new RunsInFlight(dataSource).perStep('j')],
  ['finding runs of a version', (_, dataSource) => new RunsInFlight(dataSource).next(page)],
  ['setting timers', (sql) => setTimers(sql, [timer])],
  ['clearing timers', (sql) => clearTimers(sql, [id])],
  ['locking due timers', (sql) => lockDueTimers(sql, [timer])],
  ['finding due timers', (_, dataSource) => new RunTimerIndex(dataSource).findDue(timers)],
  [
    'asking where timers are due',
    (_, dataSource) => new RunTimerIndex(dataSource).duePartitions(false, where),
  ],
  ['counting overdue timers', (_, dataSource) => new RunTimerIndex(dataSource).overdue(1)],
  ['asking for values of once', (sql) => loadOnceValues(sql, [once])],
  ['remembering values of once', (sql) => rememberOnceValues(sql, [{ ...once, runId: id }], now)],
  ['asking for attributes', (sql) => loadAttributes(sql, ['r'])],
  [
    'keeping recipients',
    (sql) => keepRecipients(sql, [{ recipient: 'r', revision: 1, attributes: {}, erased: false }]),
  ],
  ['asking for one version', (sql, dataSource) => new Journeys(dataSource).version(sql, 'j', 1)],
  ['listing runs', (_, dataSource) => new RunStories(dataSource).list(filter)],
  ['listing all runs', (_, dataSource) => new RunStories(dataSource).list({ limit: 1 })],
  ['showing a run', (_, dataSource) => new RunStories(dataSource).find(id)],
];

let world: World;
beforeAll(async () => {
  world = await openWorld({ partitions: 1 });
  await world.query('ANALYZE');
});
afterAll(() => world.close());

/** The first statement that a call runs. */
async function statementOf(call: (typeof HOT)[number][1]): Promise<string> {
  const texts: string[] = [];
  const heard = (text: string): Promise<never[]> => (texts.push(text), Promise.resolve([]));
  const sql = { query: (_name: string, text: string) => heard(text) } as unknown as Sql;
  await call(sql, { query: heard } as unknown as DataSource);
  return texts[0]!;
}

async function planOf(statement: string): Promise<string> {
  const rows = await world.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${statement}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it.each(HOT)('%s scans no table that was analysed while it was empty', async (_, call) => {
  expect(await planOf(await statementOf(call))).not.toMatch(/Seq Scan on/);
});

it.each(['finding due timers', 'asking where timers are due', 'counting overdue timers'])(
  '%s reads none of the future, and nothing of other partitions',
  async (name) => {
    const [, call] = HOT.find(([each]) => each === name)!;
    expect(await planOf(await statementOf(call))).toMatch(
      /Index Cond: .*kafka_partition = .*due_at <= (now\(\)|LEAST)/,
    );
  },
);

it.each(['finding due timers', 'asking where timers are due'])(
  '%s begins behind the watermark and takes each partition in the order of its index',
  async (name) => {
    const [, call] = HOT.find(([each]) => each === name)!;
    const plan = await planOf(await statementOf(call));
    expect(plan).toMatch(/Index Cond: .*ROW\(.*due_at, .*run_id\) > ROW\(/);
    expect(plan).toMatch(/Limit.*\n *->  Index (Only )?Scan using run_timer_due/);
  },
);

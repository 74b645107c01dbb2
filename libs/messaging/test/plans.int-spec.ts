import { dataSourceOptions, inTransaction } from '@hermod/postgres';
import { openStage, type Stage } from '@hermod/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SAMPLE_MESSAGING } from '../src/messaging-metrics.ts';
import type { BatchSink } from '../src/ports.ts';
import { keepInbox, takeIn } from '../src/unit/inbox.ts';
import { Outbox } from '../src/unit/outbox.ts';
import { lockFreeRecipients, lockRecipients } from '../src/unit/recipient-locks.ts';
import { heardLog, openSampleStore } from './rig.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

let stage: Stage;
let store: DataSource;
beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  const url = stage.databaseUrls.routing;
  await (await openSampleStore(url)).destroy();
  // One connection, so that everything that was prepared can be looked at.
  store = new DataSource(
    dataSourceOptions({ url, store: 'routing', entities: [], migrations: [], poolSize: 1 }),
  );
  await store.initialize();
  await keepInbox(store, new Date());
  for (const table of ['recipient_lock', 'inbox', 'event_inbox', 'outbox', 'dead_letter'])
    await store.query(`ANALYZE ${table}`);
});
afterAll(async () => {
  await store.destroy();
  await stage.close();
});

const WILLING: BatchSink = {
  ready: () => Promise.resolve(),
  publish: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Runs each statement of the core once. */
async function useAll(): Promise<void> {
  const outbox = new Outbox(store, WILLING, heardLog(), new Set());
  await inTransaction(store, async (sql) => {
    await lockRecipients(sql, ['ada']);
    await lockFreeRecipients(sql, ['ada']);
    for (const kind of ['facts', 'events'] as const)
      await takeIn(sql, kind, [crypto.randomUUID()], new Date());
    await outbox.write(sql, []);
  });
  await store.query(`UPDATE outbox SET created_at = created_at - interval '1 minute'`);
  expect(await outbox.sweep()).toBe(1);
}

async function nodesOf(statement: string): Promise<Plan[]> {
  const [row] = await store.query<{ 'QUERY PLAN': { Plan: Plan }[] }[]>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statement}`,
  );
  const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
  return flatten(row!['QUERY PLAN'][0]!.Plan);
}

test('on tables that were analysed while empty every statement of the core finds its rows by index', async () => {
  await useAll();
  const prepared = await store.query<{ name: string; statement: string }[]>(
    'SELECT name, statement FROM pg_prepared_statements ORDER BY name',
  );
  expect(prepared.map(({ name }) => name)).toEqual([
    'messaging.event_inbox',
    'messaging.inbox',
    'messaging.lock',
    'messaging.lock-free',
    'messaging.outbox-orphans',
    'messaging.outbox-swept',
    'messaging.outbox-turn',
    'messaging.outbox-write',
  ]);
  for (const { name, statement } of prepared) {
    const nodes = await nodesOf(statement);
    const scans = nodes.filter((node) => node['Node Type'].endsWith('Scan') && 'Relation Name' in node);
    for (const scan of scans) expect(`${name}: ${scan['Node Type']}`).toMatch(/: (Index|Bitmap)/);
    // What reads a table has to show at least one of them.
    if (/inbox|free|orphans|swept|write/.test(name)) expect(scans, name).not.toEqual([]);
  }
});

test('what metrics ask the database goes by index as well', async () => {
  const scans = (await nodesOf(SAMPLE_MESSAGING)).filter((node) => 'Relation Name' in node);
  expect(scans.map((node) => `${node['Relation Name']}: ${node['Node Type']}`).toSorted()).toEqual([
    expect.stringMatching(/^dead_letter: (Index|Bitmap)/),
    expect.stringMatching(/^outbox: Index/),
  ]);
});

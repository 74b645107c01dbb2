import { openStage, type Stage, surroundings } from '@hermod/testing';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, openStore, prepareDatabase, STORES } from '../src/index.ts';

class Things1700000000000 implements MigrationInterface {
  readonly name = 'Things1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id int PRIMARY KEY)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE thing');
  }
}

class Broken1700000000001 implements MigrationInterface {
  readonly name = 'Broken1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id int)');
    await runner.query('this is no SQL');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
});
afterAll(() => stage.close());

const open = (...migrations: (new () => MigrationInterface)[]): Promise<DataSource> =>
  openStore({ url: stage.databaseUrls.routing, store: 'routing', entities: [], migrations });

async function query<R extends object>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

function withPath(url: string, name: string): string {
  return new URL(`/${name}${new URL(url).search}`, url).toString();
}

test('instances that start together migrate in turn', async () => {
  const stores = await Promise.all([1, 2, 3, 4].map(() => open(Things1700000000000)));
  const [row] = await stores[0]!.query<{ count: number }[]>('SELECT count(*)::int AS count FROM migration');
  expect(row!.count).toBe(1);
  await Promise.all(stores.map((store) => store.destroy()));
});

test('a migration that fails leaves nothing behind, and the turn to the next instance', async () => {
  await expect(open(Things1700000000000, Broken1700000000001)).rejects.toThrow(/syntax error/);
  const store = await open(Things1700000000000);
  expect(await store.query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  await store.destroy();
});

test('a transaction commits when its work returns and rolls back when it throws, with prepared statements', async () => {
  const store = await open(Things1700000000000);
  const add = (id: number, fails: boolean): Promise<string[]> =>
    inTransaction(store, async (sql) => {
      await sql.query('test.add', 'INSERT INTO thing VALUES ($1)', [id]);
      // TypeORM's door leads into the same transaction.
      await sql.manager.query('UPDATE thing SET id = id + 10 WHERE id = $1', [id]);
      const rows = await sql.query<{ name: string }>(
        'test.names',
        'SELECT name FROM pg_prepared_statements',
        [],
      );
      if (fails) throw new Error('no');
      return rows.map((row) => row.name);
    });
  await expect(add(1, true)).rejects.toThrow('no');
  expect(await add(2, false)).toContain('test.add');
  expect(await store.query('SELECT id FROM thing')).toEqual([{ id: 12 }]);
  await store.destroy();
});

test("a service's connections pin plans to index scans and know only their schema", async () => {
  const store = await open();
  const settings = await store.query<{ name: string; setting: string }[]>(
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('plan_cache_mode', 'enable_seqscan', 'search_path', 'statement_timeout') ORDER BY name`,
  );
  expect(settings).toEqual([
    { name: 'enable_seqscan', setting: 'off' },
    { name: 'plan_cache_mode', setting: 'force_generic_plan' },
    { name: 'search_path', setting: 'routing' },
    { name: 'statement_timeout', setting: '30000' },
  ]);
  await store.destroy();
});

test('preparing again, and several times at once, changes nothing', async () => {
  const prepare = () => prepareDatabase(stage.adminUrl, { password: 'stage' });
  const [first, second] = await Promise.all([prepare(), prepare()]);
  expect(first).toEqual(second);
  expect(await prepare()).toEqual(first);
});

test('databases of one cluster can be prepared at once, although they share their roles', async () => {
  const { adminUrl } = surroundings();
  const names = [1, 2, 3, 4, 5, 6].map((number) => `${new URL(stage.adminUrl).pathname.slice(1)}_${number}`);
  for (const name of names) await query(adminUrl, `CREATE DATABASE ${name}`);
  try {
    const prepared = names.map((name) => prepareDatabase(withPath(adminUrl, name), { password: 'stage' }));
    for (const urls of await Promise.all(prepared)) {
      const [row] = await query<{ place: string }>(urls.routing, 'SELECT current_schema AS place');
      expect(row?.place).toBe('routing');
    }
  } finally {
    for (const name of names) await query(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  }
});

test('without the right to make roles one role serves all, with a warning', async () => {
  const plain = new URL(stage.adminUrl);
  const database = plain.pathname.slice(1);
  const role = `plain_${database}`;
  plain.username = role;
  plain.password = 'plain';
  await query(surroundings().adminUrl, `CREATE ROLE ${role} LOGIN PASSWORD 'plain'`);
  try {
    await query(stage.adminUrl, `DROP SCHEMA ${STORES.join(', ')} CASCADE`);
    await query(stage.adminUrl, `GRANT CREATE ON DATABASE ${database} TO ${role}`);
    const warnings: string[] = [];
    const urls = await prepareDatabase(plain.toString(), {
      password: 'unused',
      warn: (message) => warnings.push(message),
    });
    expect(warnings).toEqual([expect.stringContaining('CREATEROLE')]);
    for (const store of STORES) {
      const rows = await query(urls[store], 'SELECT current_user AS who, current_schema AS place');
      expect(rows).toEqual([{ who: role, place: store }]);
    }
  } finally {
    await query(stage.adminUrl, `DROP OWNED BY ${role} CASCADE`);
    await query(surroundings().adminUrl, `DROP ROLE ${role}`);
  }
});

import { createSeals } from '@hermod/ledger';
import { inTransaction, openStore } from '@hermod/postgres';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LedgerDays } from '../src/storage/ledger/ledger-days.ts';
import { verifyOverHttp } from './ledger-reader.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let client: Client;
let dataSource: DataSource;
let days: LedgerDays;
/** Roots of the days that were closed, as an auditor would keep them. */
const roots = new Map<string, string>();

/** Plays midnight: closes the first open day, though it isn't over. What comes then is recorded on the next one. */
async function closeDay(): Promise<string> {
  return inTransaction(dataSource, async (sql) => {
    const { rows } = await client.query<{ day: string; before: string | null }>(
      `SELECT coalesce((SELECT max(day) FROM ledger_day) + 1, (now() AT TIME ZONE 'UTC')::date)::text AS day,
         (SELECT encode(root, 'hex') FROM ledger_day ORDER BY day DESC LIMIT 1) AS before`,
    );
    const { day, before } = rows[0]!;
    const closed = await days.close(sql, { day, before: before ?? undefined });
    roots.set(day, closed.root);
    return day;
  });
}

beforeAll(async () => {
  world = await openWorld(2);
  client = new Client({ connectionString: world.stage.databaseUrls.consent });
  await client.connect();
  dataSource = await openStore({
    url: world.stage.databaseUrls.consent,
    store: 'consent',
    entities: [],
    migrations: [],
  });
  days = new LedgerDays(dataSource, createSeals(world.stage.env('consent')['HERMOD_SECRET']!));
});
afterAll(async () => {
  await client.end();
  await dataSource.destroy();
  await world.close();
});

describe('a chain', () => {
  test('has each entry once and without a gap, whoever records at the same time', async () => {
    await world.person('ada');
    const post = (key: string) =>
      world.call(
        'POST',
        '/v1/recipients/ada/consents',
        { channel: 'sms', purpose: 'marketing', state: 'given', method: 'form', topic: key, wording: 'Yes' },
        { 'idempotency-key': key },
      );
    const keys = Array.from({ length: 20 }, (_, n) => `topic-${n % 10}`);
    const answers = await Promise.all(keys.map(post));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 201));
    const { body } = await world.call('GET', '/v1/recipients/ada/consents');
    const entries = body['consents'] as { proof: { sequence: number; digest: string; hash: string } }[];
    expect(entries.map(({ proof }) => proof.sequence)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(new Set(entries.map(({ proof }) => proof.hash)).size).toBe(10);
    expect(await verifyOverHttp(world.call)).toMatchObject({
      findings: [],
      entries: 10,
      recipients: 1,
      days: 0,
    });
  });

  test('still verifies when a recipient was erased: values and salt are gone, the digest stays', async () => {
    await world.person('bo');
    await world.consent('bo', {
      source: { page: 'https://example.test/form', ip: '192.0.2.1' },
      reason: 'by phone',
    });
    const before = await world.call('GET', '/v1/ledger/entries?recipient=bo');
    await world.call('DELETE', '/v1/recipients/bo');
    const after = await world.call('GET', '/v1/ledger/entries?recipient=bo');
    const entryOf = ({ body }: typeof before) =>
      (body['parts'] as { entries: Record<string, unknown>[] }[])[0]!.entries[0]!;
    const { digest, hash, salt, source, reason } = entryOf(before);
    expect(salt).toMatch(/^[0-9a-f]{32}$/);
    expect([source, reason]).toEqual([{ page: 'https://example.test/form', ip: '192.0.2.1' }, 'by phone']);
    expect(entryOf(after)).toMatchObject({ digest, hash, erased: true });
    for (const gone of ['salt', 'source', 'reason', 'wording', 'wordingVersion', 'contactPoint'])
      expect(entryOf(after)).not.toHaveProperty(gone);
    expect(await verifyOverHttp(world.call)).toMatchObject({ findings: [] });
    expect(await verifyOverHttp(world.call, { recipient: 'bo' })).toMatchObject({
      recipients: 1,
      entries: 1,
    });
  });
});

describe('days', () => {
  test('that are closed take no entry any more, and the next one does', async () => {
    const first = await closeDay();
    const { body } = await world.consent('ada', { state: 'withdrawn' });
    expect((body['recordedAt'] as string) > `${first}T23:59:59.999Z`).toBe(true);
    await closeDay();
    await closeDay();
    await world.person('cleo');
    await world.consent('cleo');
    expect(await verifyOverHttp(world.call, { roots })).toMatchObject({
      findings: [],
      days: 3,
      recipients: 3,
    });
    expect(await verifyOverHttp(world.call, { recipient: 'ada' })).toMatchObject({ findings: [], days: 2 });
  });

  test('that are not over are not closed', async () => {
    expect(await days.closeNext()).toBeUndefined();
  });

  test('whose roots were taken back are not closed a second time', async () => {
    await withSpoiled('DELETE FROM ledger_day', async () => {
      await expect(days.closeNext()).rejects.toThrow('roots of days before that are missing');
    });
  });
});

const TABLES = ['ledger', 'ledger_head', 'ledger_day', 'ledger_leaf'];

/** Spoils the tables, looks, and puts everything back. */
async function withSpoiled(statement: string, look: () => Promise<void>): Promise<void> {
  for (const table of TABLES) await client.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  try {
    await client.query(statement);
    await look();
  } finally {
    for (const table of TABLES) {
      await client.query(`TRUNCATE ${table}`);
      await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      await client.query(`DROP TABLE kept_${table}`);
    }
  }
}

describe('is found, and named', () => {
  const of = (sequence: number, recipient = 'ada'): string =>
    `recipient_id = '${recipient}' AND sequence = ${sequence}`;

  test.each([
    ['a changed state', `UPDATE ledger SET state = 'withdrawn' WHERE ${of(4)}`, ['changed']],
    ['changed words', `UPDATE ledger SET wording = 'Yes to all' WHERE ${of(4)}`, ['changed']],
    [
      'an instant moved by a microsecond',
      `UPDATE ledger SET at = at + interval '1 us' WHERE ${of(4)}`,
      ['changed'],
    ],
    [
      'one entry emptied as if it were erased',
      `UPDATE ledger SET salt = NULL, wording = NULL, wording_version = NULL, contact_point_id = NULL,
         erased_at = now() WHERE ${of(11)}`,
      ['changed'],
    ],
    ['a removed entry', `DELETE FROM ledger WHERE ${of(5)}`, ['removed']],
    [
      'entries in each other’s places',
      `UPDATE ledger SET sequence = -1 WHERE ${of(2)}; UPDATE ledger SET sequence = 2 WHERE ${of(3)};
       UPDATE ledger SET sequence = 3 WHERE ${of(-1)}`,
      ['reordered', 'reordered', 'reordered'],
    ],
    ['a cut tail', `DELETE FROM ledger WHERE ${of(11)}`, ['cut-off']],
    [
      'a cut tail with the end put back, which only the service can seal',
      `DELETE FROM ledger WHERE ${of(11)};
       UPDATE ledger_head SET sequence = 10, hash = (SELECT hash FROM ledger WHERE ${of(10)}) WHERE recipient_id = 'ada'`,
      ['changed', 'cut-off'],
    ],
    ['a removed recipient', `DELETE FROM ledger WHERE recipient_id = 'ada'`, ['removed']],
    [
      'a recipient removed with the end',
      `DELETE FROM ledger WHERE recipient_id = 'ada'; DELETE FROM ledger_head WHERE recipient_id = 'ada'`,
      ['removed', 'removed'],
    ],
    [
      'a changed leaf',
      `UPDATE ledger_leaf SET sequence = 9 WHERE recipient_id = 'ada' AND sequence = 10`,
      undefined,
    ],
    [
      'a root of another day',
      `UPDATE ledger_day SET root = sha256('x') WHERE day = (SELECT max(day) FROM ledger_day)`,
      undefined,
    ],
    ['a removed day', `DELETE FROM ledger_day WHERE day = (SELECT max(day) - 1 FROM ledger_day)`, undefined],
  ])('%s', async (_name, statement, kinds) => {
    await withSpoiled(statement, async () => {
      const { findings } = await verifyOverHttp(world.call);
      if (kinds === undefined) expect(findings).not.toEqual([]);
      else expect(findings.map(({ kind }) => kind)).toEqual(kinds);
    });
    expect(await verifyOverHttp(world.call)).toMatchObject({ findings: [] });
  });

  test('days that were cut off with what was said on them, by a root that was kept elsewhere', async () => {
    const last = [...roots.keys()].at(-1)!;
    await withSpoiled(`DELETE FROM ledger_day WHERE day = '${last}'`, async () => {
      expect(await verifyOverHttp(world.call, { roots })).toMatchObject({
        findings: [{ kind: 'removed', day: last }],
      });
    });
  });
});

import { STORES, type Store } from '@hermod/postgres';
import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { counted } from '../terminal/counted.ts';
import type { ClockReading } from './check-clocks.ts';
import { expectedMigrations, type Migration } from './expected-migrations.ts';
import { fine, finding, type Finding, unchecked, wordsOf } from './finding.ts';

/** What was found of the database, and its clock. */
export interface CheckedDatabase {
  readonly findings: readonly Finding[];
  readonly clock: ClockReading | undefined;
}

const NOT_THERE = new Set(['42P01', '3F000']);
const NOT_ALLOWED = '42501';

/** Can the database be reached, and is each service's schema as its service wants it? */
export async function checkDatabase(url: string | undefined): Promise<CheckedDatabase> {
  if (url === undefined)
    return { findings: [unchecked('the database is not looked at: set DATABASE_URL')], clock: undefined };
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 4_000,
    query_timeout: 5_000,
    application_name: 'hermod-doctor',
  });
  // A connection that is lost later is told by the query that needs it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const release = await releaseOf(client);
    const clock = await readClock(client);
    const schemas: Finding[] = [];
    for (const store of STORES) schemas.push(await checkSchema(client, store));
    return {
      findings: [fine(`the database answers: PostgreSQL ${release}`, { release }), ...schemas],
      clock,
    };
  } catch (error) {
    const fix = 'start it (`npm start` does), or set DATABASE_URL to where it is';
    return { findings: [finding(`the database can't be used: ${wordsOf(error)}`, fix)], clock: undefined };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function releaseOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? '';
}

const TRIES = 3;

/** Of several readings the quickest, for it is the surest. */
async function readClock(client: Client): Promise<ClockReading | undefined> {
  const readings: ClockReading[] = [];
  for (let n = 0; n < TRIES; n += 1) {
    const askedAt = Date.now();
    const { rows } = await client.query<{ at: string }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at',
    );
    readings.push({ at: Number(rows[0]?.at), askedAt, answeredAt: Date.now() });
  }
  return readings.toSorted((a, b) => a.answeredAt - a.askedAt - (b.answeredAt - b.askedAt))[0];
}

async function checkSchema(client: Client, store: Store): Promise<Finding> {
  try {
    const { rows } = await client.query<Migration>(
      `SELECT timestamp::text AS timestamp, name FROM ${escapeIdentifier(store)}.migration ORDER BY timestamp`,
    );
    return judge(store, rows, expectedMigrations(store));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (NOT_THERE.has(error.code ?? ''))
      return finding(
        `the schema ${store} was never migrated`,
        `start the service ${store}: it does that itself`,
        { store },
      );
    if (error.code === NOT_ALLOWED) return unchecked(`this role may not look into the schema ${store}`);
    throw error;
  }
}

/** Compares what a schema has with what its service brings. */
export function judge(
  store: string,
  found: readonly Migration[],
  expected: readonly Migration[] | undefined,
): Finding {
  const values = { store, migrations: found.map(({ name }) => name) };
  if (expected === undefined)
    return unchecked(
      `the schema ${store} has ${counted(found.length, 'migration')}; which it needs is not known here`,
    );
  const pending = expected.filter(({ timestamp }) => !found.some((one) => one.timestamp === timestamp));
  const foreign = found.filter(({ timestamp }) => !expected.some((one) => one.timestamp === timestamp));
  if (pending.length > 0)
    return finding(
      `the schema ${store} lacks ${pending.map(({ name }) => name).join(', ')}`,
      `start the service ${store} of this version: it migrates by itself`,
      { ...values, pending: pending.map(({ name }) => name) },
    );
  if (foreign.length > 0)
    return finding(
      `the schema ${store} is newer than this version: ${foreign.map(({ name }) => name).join(', ')}`,
      'use the hermod of the version that runs',
      { ...values, foreign: foreign.map(({ name }) => name) },
    );
  return fine(`the schema ${store} is up to date, ${counted(found.length, 'migration')}`, values);
}

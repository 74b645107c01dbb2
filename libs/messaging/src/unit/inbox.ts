import { inTransaction, type Sql } from '@hermod/postgres';
import type { DataSource, EntityManager } from 'typeorm';

const DAY_MS = 86_400_000;

/** Where it is remembered what was handled, and for how long. Partitions are dropped whole. */
interface InboxTable {
  readonly table: 'inbox' | 'event_inbox';
  readonly periodDays: number;
  readonly keepPeriods: number;
}

/** Facts: at least 8 days, longer than Kafka keeps them. Domain events, which upstream may repeat: at least 30. */
const FACTS: InboxTable = { table: 'inbox', periodDays: 4, keepPeriods: 2 };
const EVENTS: InboxTable = { table: 'event_inbox', periodDays: 10, keepPeriods: 3 };

/**
 * Remembers keys and returns those that were not there. Call it under the recipients' locks: they, and not an
 * index, keep two instances from handling the same fact.
 */
export async function takeIn(
  sql: Sql,
  kind: 'facts' | 'events',
  keys: readonly string[],
  now: Date,
): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { table, periodDays, keepPeriods } = kind === 'facts' ? FACTS : EVENTS;
  const period = periodOf(now, periodDays);
  const rows = await sql.query<{ key: string }>(
    `messaging.${table}`,
    `INSERT INTO ${table} (key, period)
     SELECT fresh.key, $2::int FROM unnest($1::uuid[]) AS fresh(key)
     WHERE NOT EXISTS (SELECT 1 FROM ${table} AS seen WHERE seen.key = fresh.key AND seen.period >= $3::int)
     RETURNING replace(key::text, '-', '') AS key`,
    [keys, period, period - keepPeriods],
  );
  return new Set(rows.map((row) => row.key));
}

function periodOf(now: Date, days: number): number {
  return Math.floor(now.getTime() / (days * DAY_MS));
}

/**
 * Makes the partitions of this and the next period and drops those that are past. Run at start and every hour.
 * Instances take turns: IF NOT EXISTS alone fails when two make the same table at once.
 */
export function keepInbox(dataSource: DataSource, now: Date): Promise<void> {
  return inTransaction(dataSource, async ({ manager }) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('hermod inbox'), hashtext(current_schema()))`);
    for (const kept of [FACTS, EVENTS]) await keepPartitions(manager, kept, now);
  });
}

async function keepPartitions(
  manager: EntityManager,
  { table, periodDays, keepPeriods }: InboxTable,
  now: Date,
): Promise<void> {
  const current = periodOf(now, periodDays);
  for (let period = current - 1; period <= current + 1; period += 1) {
    await manager.query(
      `CREATE TABLE IF NOT EXISTS ${table}_${period} PARTITION OF ${table} FOR VALUES FROM (${period}) TO (${period + 1})`,
    );
  }
  const partitions = await manager.query<{ name: string }[]>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass`,
    [table],
  );
  for (const { name } of partitions) {
    const period = Number(/_(\d+)$/.exec(name)?.[1]);
    if (period < current - keepPeriods) await manager.query(`DROP TABLE IF EXISTS ${name}`);
  }
}

import type { Sql } from '@hermod/postgres';
import { type LockedRecipients, REVISIONS_PER_UNIT } from './unit-of-work.ts';

interface LockRow {
  recipient_id: string;
  revision: string;
  now: Date;
}

/**
 * The one lock order: recipients first, by id. One statement makes missing rows, locks, and moves the counters.
 * Lock rows outlive an erasure: a counter that started anew would make old state look new.
 */
export async function lockRecipients(sql: Sql, recipients: Iterable<string>): Promise<LockedRecipients> {
  const ids = [...new Set(recipients)];
  const rows = await sql.query<LockRow>(
    'messaging.lock',
    `INSERT INTO recipient_lock AS held (recipient_id, revision)
     SELECT wanted.id, $2::bigint FROM unnest($1::text[]) AS wanted(id) ORDER BY wanted.id COLLATE "C"
     ON CONFLICT (recipient_id) DO UPDATE SET revision = held.revision + $2::bigint
     RETURNING held.recipient_id, held.revision, clock_timestamp() AS now`,
    [ids, REVISIONS_PER_UNIT],
  );
  return toLocked(rows);
}

/** The same for those of the recipients that nobody else holds right now; timers and queues don't wait. */
export async function lockFreeRecipients(sql: Sql, recipients: Iterable<string>): Promise<LockedRecipients> {
  const ids = [...new Set(recipients)];
  const rows = await sql.query<LockRow>(
    'messaging.lock-free',
    `WITH held AS MATERIALIZED (
       SELECT recipient_id FROM recipient_lock WHERE recipient_id = ANY($1::text[])
       ORDER BY recipient_id COLLATE "C" FOR UPDATE SKIP LOCKED)
     UPDATE recipient_lock AS lock SET revision = lock.revision + $2::bigint
     FROM held WHERE lock.recipient_id = held.recipient_id
     RETURNING lock.recipient_id, lock.revision, clock_timestamp() AS now`,
    [ids, REVISIONS_PER_UNIT],
  );
  return toLocked(rows);
}

/** The clock is read anew for each lock: the latest reading is when all were held, and no earlier unit's is later. */
function toLocked(rows: readonly LockRow[]): LockedRecipients {
  const latest = Math.max(...rows.map((row) => row.now.getTime()));
  return {
    revisions: new Map(rows.map((row) => [row.recipient_id, Number(row.revision)])),
    now: rows.length === 0 ? new Date() : new Date(latest),
  };
}

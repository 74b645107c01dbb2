import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/**
 * Why nothing could come of a timer: its journey is paused; or this build doesn't understand the run or its version, and
 * a later one may.
 */
export type ParkingReason = 'paused' | 'unreadable';

/** A timer that is out of the way. */
export interface ParkedTimer {
  readonly runId: string;
  readonly recipient: string;
}

/**
 * Of these journeys those that are paused, held so until the transaction ends: whoever resumes one waits, and then finds
 * every timer that was parked for it.
 */
export async function holdPaused(sql: Sql, journeys: readonly string[]): Promise<Set<string>> {
  if (journeys.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    'routing.hold-paused',
    'SELECT id FROM journey WHERE id = ANY($1::text[]) AND paused_at IS NOT NULL ORDER BY id FOR SHARE',
    [journeys],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Takes the timers of runs out of the way. Their recipients are locked. */
export async function parkTimers(sql: Sql, runIds: readonly string[], reason: ParkingReason): Promise<void> {
  if (runIds.length === 0) return;
  await sql.query(
    'routing.park-timers',
    `WITH taken AS (DELETE FROM run_timer WHERE run_id = ANY($1::uuid[]) RETURNING run_id, recipient_id, due_at)
     INSERT INTO parked_timer (run_id, recipient_id, journey, due_at, reason)
     SELECT taken.run_id, taken.recipient_id, run.journey, taken.due_at, $2
     FROM taken JOIN run ON run.id = taken.run_id
     ON CONFLICT (run_id) DO UPDATE SET due_at = excluded.due_at, reason = excluded.reason`,
    [runIds, reason],
  );
}

/** Notes that parked timers have to wait for a build that understands their runs. */
export async function markUnreadable(sql: Sql, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await sql.query(
    'routing.mark-unreadable',
    `UPDATE parked_timer SET reason = 'unreadable' WHERE run_id = ANY($1::uuid[])`,
    [runIds],
  );
}

/** Forgets parked timers: of runs that have ended, or whose timers stand in their old place again. */
export async function clearParked(sql: Sql, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await sql.query('routing.clear-parked', 'DELETE FROM parked_timer WHERE run_id = ANY($1::uuid[])', [
    runIds,
  ]);
}

/** Looks for parked timers, outside of any unit of work. */
@Injectable()
export class ParkedTimers {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Those that wait for a journey to be resumed, behind a run, in the order of their runs. */
  ofJourney(journey: string, after: string | null, limit: number): Promise<ParkedTimer[]> {
    return this.#dataSource.query<ParkedTimer[]>(
      `SELECT run_id AS "runId", recipient_id AS recipient FROM parked_timer
       WHERE journey = $1 AND reason = 'paused'
         AND run_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
       ORDER BY run_id LIMIT $3`,
      [journey, after, limit],
    );
  }

  /** Those that were not understood, behind a run, in the order of their runs. */
  unreadable(after: string | null, limit: number): Promise<ParkedTimer[]> {
    return this.#dataSource.query<ParkedTimer[]>(
      `SELECT run_id AS "runId", recipient_id AS recipient FROM parked_timer
       WHERE reason = 'unreadable' AND run_id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
       ORDER BY run_id LIMIT $2`,
      [after, limit],
    );
  }
}

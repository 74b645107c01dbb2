import type { Lane } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** When a run wants to be woken. */
export interface RunTimer {
  readonly runId: string;
  readonly recipient: string;
  readonly partition: number;
  readonly urgent: boolean;
  readonly dueAt: Date;
}

/** Sets timers; a run has one. */
export async function setTimers(sql: Sql, timers: readonly RunTimer[]): Promise<void> {
  if (timers.length === 0) return;
  await sql.query(
    'routing.set-timers',
    `INSERT INTO run_timer (run_id, recipient_id, kafka_partition, urgent, due_at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::boolean[], $5::timestamptz[])
     ON CONFLICT (run_id) DO UPDATE SET due_at = excluded.due_at`,
    [
      timers.map((timer) => timer.runId),
      timers.map((timer) => timer.recipient),
      timers.map((timer) => timer.partition),
      timers.map((timer) => timer.urgent),
      timers.map((timer) => timer.dueAt),
    ],
  );
}

export async function clearTimers(sql: Sql, runIds: readonly string[]): Promise<void> {
  if (runIds.length === 0) return;
  await sql.query('routing.clear-timers', 'DELETE FROM run_timer WHERE run_id = ANY($1::uuid[])', [runIds]);
}

/** A timer that is due, before anything is locked. */
export interface DueTimer {
  readonly runId: string;
  readonly recipient: string;
  readonly dueAt: Date;
}

/**
 * Of these timers the ones that stand as they were found, locked: what another instance fired is gone, and what was
 * moved meanwhile has to be looked for again, because its partition may not be caught up to its new time.
 */
export async function lockDueTimers(sql: Sql, due: readonly DueTimer[]): Promise<string[]> {
  const rows = await sql.query<{ run_id: string }>(
    'routing.lock-timers',
    `SELECT timer.run_id FROM unnest($1::uuid[], $2::timestamptz[]) AS found(run_id, due_at)
     JOIN run_timer AS timer USING (run_id, due_at) FOR UPDATE OF timer`,
    [due.map(({ runId }) => runId), due.map(({ dueAt }) => dueAt)],
  );
  return rows.map((row) => row.run_id);
}

/** What of a lane's timers is overdue. */
export interface OverdueTimers {
  readonly lane: Lane;
  /** Those that were due more than a second ago, `MOST_COUNTED` at most. */
  readonly count: number;
  /** How long ago the oldest was due; 0 when none is. */
  readonly oldestSeconds: number;
}

const MOST_COUNTED = 10_000;

/**
 * Looks for due timers, outside of any unit of work. By `now()`, which is the statement's own time there: an index can be
 * searched by it, and by `clock_timestamp()` it can't.
 */
@Injectable()
export class RunTimerIndex {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** True when anything of a lane is due; asked often, costs one index look-up. */
  async anyDue(urgent: boolean): Promise<boolean> {
    const rows = await this.#dataSource.query<unknown[]>(
      'SELECT 1 FROM run_timer WHERE urgent = $1 AND due_at <= now() ORDER BY due_at LIMIT 1',
      [urgent],
    );
    return rows.length > 0;
  }

  /** What is overdue in each lane. */
  overdue(): Promise<OverdueTimers[]> {
    return this.#dataSource.query<OverdueTimers[]>(
      `SELECT lane.name AS lane, late.count::int AS count,
         coalesce(extract(epoch FROM now() - oldest.due_at), 0)::float8 AS "oldestSeconds"
       FROM (VALUES ('plain', false), ('urgent', true)) AS lane(name, urgent)
       LEFT JOIN LATERAL (
         SELECT due_at FROM run_timer WHERE urgent = lane.urgent AND due_at <= now() ORDER BY due_at LIMIT 1
       ) AS oldest ON true
       CROSS JOIN LATERAL (
         SELECT count(*) FROM (
           SELECT 1 FROM run_timer WHERE urgent = lane.urgent AND due_at <= now() - interval '1 second'
           LIMIT ${MOST_COUNTED}) AS found) AS late`,
    );
  }

  /**
   * Due timers in the order of their time, of partitions whose facts were handled up to that time. Below `from`
   * the index holds only entries of timers that are gone; the caller now and then asks without it.
   */
  async findDue(about: {
    urgent: boolean;
    handledUpTo: readonly number[];
    from: Date;
    limit: number;
  }): Promise<DueTimer[]> {
    const rows = await this.#dataSource.query<{ run_id: string; recipient_id: string; due_at: Date }[]>(
      `SELECT run_id, recipient_id, due_at FROM run_timer
       WHERE urgent = $1 AND due_at >= $2 AND due_at <= now()
         AND due_at <= to_timestamp(($3::float8[])[kafka_partition + 1] / 1000)
       ORDER BY due_at LIMIT $4`,
      [about.urgent, about.from, about.handledUpTo, about.limit],
    );
    return rows.map((row) => ({ runId: row.run_id, recipient: row.recipient_id, dueAt: row.due_at }));
  }
}

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
  readonly partition: number;
  readonly dueAt: Date;
}

/** A place in the order of a partition's timers: by time, and at the same time by run. */
export type TimerPlace = Pick<DueTimer, 'runId' | 'dueAt'>;

/** Where the timers of a partition are looked for. */
export interface PartitionAfter {
  readonly partition: number;
  /** Only behind this place. Before it the index may hold many entries of timers that are gone. */
  readonly after: TimerPlace;
}

/** Before every timer. */
export const BEFORE_ALL: TimerPlace = { dueAt: new Date(0), runId: '00000000-0000-0000-0000-000000000000' };

/**
 * Of these timers the ones that stand as they were found, locked: what another instance fired is gone, and what was
 * moved meanwhile has to be looked for again, because its partition may not be caught up to its new time.
 */
export async function lockDueTimers(sql: Sql, due: readonly TimerPlace[]): Promise<string[]> {
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
/** So many times the rows that are wanted are read at most, to find those that were due first in all partitions. */
const MOST_READ = 12;
const LEAST_OF_PARTITION = 10;

/**
 * Looks for due timers, outside of any unit of work. By `now()`, which is the statement's own time there: an index can be
 * searched by it, and by `clock_timestamp()` it can't. Each partition is looked into by itself, so that one with many due
 * timers that have to wait costs the others nothing.
 */
@Injectable()
export class RunTimerIndex {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Those of the partitions in which anything of a lane is due; asked often, costs one index look-up each. */
  async duePartitions(urgent: boolean, where: readonly PartitionAfter[]): Promise<Set<number>> {
    const rows = await this.#dataSource.query<{ partition: number }[]>(
      `SELECT wanted.partition FROM unnest($2::int[], $3::timestamptz[], $4::uuid[]) AS wanted(partition, due_at, run_id)
       CROSS JOIN LATERAL (
         SELECT 1 FROM run_timer AS timer
         WHERE timer.urgent = $1 AND timer.kafka_partition = wanted.partition AND timer.due_at <= now()
           AND (timer.due_at, timer.run_id) > (wanted.due_at, wanted.run_id)
         ORDER BY timer.due_at, timer.run_id LIMIT 1) AS found`,
      [urgent, ...placesOf(where)],
    );
    return new Set(rows.map((row) => row.partition));
  }

  /** What is overdue in each lane, over so many partitions. */
  overdue(partitions: number): Promise<OverdueTimers[]> {
    return this.#dataSource.query<OverdueTimers[]>(
      `SELECT lane.name AS lane, least(sum(late.count), ${MOST_COUNTED})::int AS count,
         coalesce(extract(epoch FROM now() - min(oldest.due_at)), 0)::float8 AS "oldestSeconds"
       FROM (VALUES ('plain', false), ('urgent', true)) AS lane(name, urgent)
       CROSS JOIN generate_series(0, $1::int - 1) AS part(number)
       LEFT JOIN LATERAL (
         SELECT due_at FROM run_timer
         WHERE urgent = lane.urgent AND kafka_partition = part.number AND due_at <= now()
         ORDER BY due_at LIMIT 1) AS oldest ON true
       CROSS JOIN LATERAL (
         SELECT count(*) FROM (
           SELECT 1 FROM run_timer
           WHERE urgent = lane.urgent AND kafka_partition = part.number
             AND due_at <= now() - interval '1 second'
           LIMIT ${MOST_COUNTED}) AS found) AS late
       GROUP BY lane.name`,
      [partitions],
    );
  }

  /**
   * Due timers of these partitions in the order of their time, `limit` at most, and of each partition only those up to
   * whose time its facts were handled (`handledUpTo`, by partition, milliseconds of the epoch). Of many partitions with
   * many due timers it may be that not all of the oldest are among them.
   */
  async findDue(about: {
    urgent: boolean;
    where: readonly PartitionAfter[];
    handledUpTo: readonly number[];
    limit: number;
  }): Promise<DueTimer[]> {
    const { urgent, where, handledUpTo, limit } = about;
    const upTo = where.map(({ partition }) => handledUpTo[partition] ?? 0);
    const fair = Math.floor((MOST_READ * limit) / Math.max(1, where.length));
    const ofPartition = Math.min(limit, Math.max(LEAST_OF_PARTITION, fair));
    const rows = await this.#dataSource.query<DueRow[]>(
      `SELECT due.* FROM unnest($2::int[], $3::timestamptz[], $4::uuid[], $5::float8[])
         AS wanted(partition, due_at, run_id, up_to)
       CROSS JOIN LATERAL (
         SELECT timer.run_id, timer.recipient_id, timer.kafka_partition, timer.due_at FROM run_timer AS timer
         WHERE timer.urgent = $1 AND timer.kafka_partition = wanted.partition
           AND timer.due_at <= least(now(), to_timestamp(wanted.up_to / 1000))
           AND (timer.due_at, timer.run_id) > (wanted.due_at, wanted.run_id)
         ORDER BY timer.due_at, timer.run_id LIMIT $6) AS due
       ORDER BY due.due_at, due.run_id LIMIT $7`,
      [urgent, ...placesOf(where), upTo, ofPartition, limit],
    );
    return rows.map(toDueTimer);
  }
}

interface DueRow {
  run_id: string;
  recipient_id: string;
  kafka_partition: number;
  due_at: Date;
}

const toDueTimer = ({ run_id, recipient_id, kafka_partition, due_at }: DueRow): DueTimer => ({
  runId: run_id,
  recipient: recipient_id,
  partition: kafka_partition,
  dueAt: due_at,
});

function placesOf(where: readonly PartitionAfter[]): [number[], Date[], string[]] {
  return [
    where.map(({ partition }) => partition),
    where.map(({ after }) => after.dueAt),
    where.map(({ after }) => after.runId),
  ];
}

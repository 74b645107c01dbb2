import type { EventView, Run } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';

/** A run as it is kept. */
export interface StoredRun {
  readonly run: Run;
  /** The event that started it, as conditions and templates see it. */
  readonly event: EventView;
  /** Trace context of the run's beginning. */
  readonly traceparent: string | undefined;
}

/** A run as it was found. */
export interface LoadedRun extends StoredRun {
  /** Its journey is paused, as this transaction sees it. */
  readonly paused: boolean;
}

/** The newest format of runs that this build reads; it reads every older one. */
export const RUN_FORMAT = 1 satisfies Run['format'];

interface RunRow {
  id: string;
  event: EventView;
  traceparent: string | null;
  state: Run;
  paused: boolean;
}

// Whether the journey is paused is read with the run, so that every instance obeys with its next unit of work.
const COLUMNS = 'run.id, run.event, run.traceparent, run.state, journey.paused_at IS NOT NULL AS paused';
const FROM = 'run LEFT JOIN journey ON journey.id = run.journey';

const toLoaded = ({ event, traceparent, state, paused }: RunRow): LoadedRun => ({
  run: state,
  event,
  traceparent: traceparent ?? undefined,
  paused,
});

/** The runs by id, but for those that an erasure has emptied. */
export async function loadRuns(sql: Sql, ids: readonly string[]): Promise<Map<string, LoadedRun>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<RunRow>(
    'routing.runs',
    `SELECT ${COLUMNS} FROM ${FROM} WHERE run.id = ANY($1::uuid[]) AND NOT run.erased`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toLoaded(row)]));
}

/** How far back a recipient's running runs are looked for: no run lives longer than a duration can be. */
const LONGEST_RUN = '367 days';

/** The running runs of recipients, oldest first. */
export async function loadRunning(sql: Sql, recipients: readonly string[]): Promise<LoadedRun[]> {
  if (recipients.length === 0) return [];
  const rows = await sql.query<RunRow>(
    'routing.running',
    `SELECT ${COLUMNS} FROM ${FROM}
     WHERE run.recipient_id = ANY($1::text[]) AND run.started_at > now() - interval '${LONGEST_RUN}'
       AND run.status = 'running'
     ORDER BY run.started_at, run.id`,
    [recipients],
  );
  return rows.map(toLoaded);
}

/** Adds runs; returns the ids that were not there yet. */
export async function insertRuns(sql: Sql, runs: readonly StoredRun[]): Promise<Set<string>> {
  if (runs.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    'routing.insert-runs',
    `INSERT INTO run (id, recipient_id, journey, version, started_at, event, traceparent, status, outcome, ended_at, state)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::json[], $7::text[],
                          $8::text[], $9::text[], $10::timestamptz[], $11::json[])
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      runs.map(({ run }) => run.id),
      runs.map(({ run }) => run.recipient),
      runs.map(({ run }) => run.journey),
      runs.map(({ run }) => run.version),
      runs.map(({ run }) => new Date(run.startedAt)),
      runs.map(({ event }) => JSON.stringify(event)),
      runs.map(({ traceparent }) => traceparent ?? null),
      ...changing(runs),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Writes what changed of runs that are there. */
export async function updateRuns(sql: Sql, runs: readonly StoredRun[]): Promise<void> {
  if (runs.length === 0) return;
  await sql.query(
    'routing.update-runs',
    `UPDATE run SET status = fresh.status, outcome = fresh.outcome, ended_at = fresh.ended_at, state = fresh.state
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::json[])
       AS fresh(id, status, outcome, ended_at, state)
     WHERE run.id = fresh.id`,
    [runs.map(({ run }) => run.id), ...changing(runs)],
  );
}

function changing(runs: readonly StoredRun[]): [string[], (string | null)[], (Date | null)[], string[]] {
  return [
    runs.map(({ run }) => run.status),
    runs.map(({ run }) => run.outcome ?? null),
    runs.map(({ run }) => (run.endedAt === undefined ? null : new Date(run.endedAt))),
    runs.map(({ run }) => JSON.stringify(run)),
  ];
}

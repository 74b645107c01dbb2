import type { EventView } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';

/** What started an audience: its time, an event, somebody's hand, or a list that somebody uploaded. */
export type LaunchKind = 'time' | 'event' | 'hand' | 'list';
export type LaunchState = 'running' | 'paused' | 'done' | 'cancelled';

/** One start of an audience, before it is worked off. */
export interface NewLaunch {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly kind: LaunchKind;
  readonly urgent: boolean;
  /** What conditions and templates see as the event of each run. */
  readonly event: EventView;
  readonly traceparent: string | undefined;
  /** Most runs that start in a second. */
  readonly pace: number;
  /** How many recipients the list has. */
  readonly listed?: number;
  /** The key with which it was asked for. */
  readonly requestedBy?: string;
  /** It is over before it began, and why. */
  readonly cancelledBecause?: string;
}

/** A launch whose turn it is. */
export interface DueLaunch {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly kind: LaunchKind;
  readonly event: EventView;
  readonly traceparent: string | null;
  /** The last recipient that was looked at. */
  readonly cursor: string;
  /** How many runs may start now. */
  readonly tokens: number;
  /** Recipients that were looked at so far, and those of them who were chosen. */
  readonly seen: number;
  readonly chosen: number;
  /** The database's clock. */
  readonly now: Date;
}

/** Adds launches; returns the ids that were not there yet. Their time is of milliseconds, as the cursors of lists are. */
export async function insertLaunches(sql: Sql, launches: readonly NewLaunch[]): Promise<Set<string>> {
  if (launches.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    'routing.insert-launches',
    `INSERT INTO launch (id, journey, version, kind, urgent, event, traceparent, pace, listed, requested_by, why,
       tokens, state, created_at, ended_at, wake_at, tokens_at)
     SELECT fresh.*, greatest(1, fresh.pace / 10.0), CASE WHEN fresh.why IS NULL THEN 'running' ELSE 'cancelled' END, clock.now,
       CASE WHEN fresh.why IS NULL THEN NULL ELSE clock.now END, clock.now, clock.now
     FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::boolean[], $6::json[], $7::text[], $8::int[],
            $9::int[], $10::text[], $11::text[])
         AS fresh(id, journey, version, kind, urgent, event, traceparent, pace, listed, requested_by, why),
       (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) AS clock
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      launches.map(({ id }) => id),
      launches.map(({ journey }) => journey),
      launches.map(({ version }) => version),
      launches.map(({ kind }) => kind),
      launches.map(({ urgent }) => urgent),
      launches.map(({ event }) => JSON.stringify(event)),
      launches.map(({ traceparent }) => traceparent ?? null),
      launches.map(({ pace }) => pace),
      launches.map(({ listed }) => listed ?? null),
      launches.map(({ requestedBy }) => requestedBy ?? null),
      launches.map(({ cancelledBecause }) => cancelledBecause ?? null),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The bucket holds what may start in a tenth of a second, so that runs start evenly; at least one. */
const CAPACITY = 'greatest(1, launch.pace / 10.0)';

/** A launch that nobody has brought forward for so long is somebody else's: its instance is slow, or dead. */
const TAKEN_FOR = '5 seconds';

/**
 * Takes the launch that waits longest, for a short time: who is dead by then does not keep it. What two instances do with
 * the same one all the same, `lockLaunch` tells apart.
 */
export async function takeDueLaunch(sql: Sql, urgent: boolean): Promise<DueLaunch | undefined> {
  const [launch] = await sql.query<DueLaunch>(
    'routing.take-launch',
    `WITH due AS MATERIALIZED (
       SELECT id FROM launch WHERE urgent = $1 AND state = 'running' AND wake_at <= now()
       ORDER BY wake_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     UPDATE launch SET wake_at = clock.now + interval '${TAKEN_FOR}', tokens_at = clock.now,
       tokens = least(${CAPACITY}, tokens + launch.pace * greatest(0, extract(epoch FROM clock.now - tokens_at)))
     FROM due, (SELECT clock_timestamp() AS now) AS clock WHERE launch.id = due.id
     RETURNING launch.id, journey, version, kind, event, traceparent, cursor, tokens, seen, chosen, clock.now`,
    [urgent],
  );
  return launch;
}

/** Locks a launch. False when it no longer stands where it was taken: somebody brought it forward, or ended it. */
export async function lockLaunch(sql: Sql, { id, cursor }: DueLaunch): Promise<boolean> {
  const rows = await sql.query<{ cursor: string }>(
    'routing.lock-launch',
    `SELECT cursor FROM launch WHERE id = $1 AND state = 'running' FOR UPDATE`,
    [id],
  );
  return rows[0]?.cursor === cursor;
}

/** What was counted. */
export interface LaunchCounts {
  /** Recipients that were looked at. */
  readonly seen: number;
  /** Of these, for whom the condition holds. */
  readonly chosen: number;
  /** Of these, runs that started. */
  readonly started: number;
  /** Chosen, but `once` says that they had it, or the run was there already. */
  readonly skipped: number;
  /** Not chosen, because something that the condition asks for is missing. */
  readonly missing: number;
  /** Chosen, and their run can't be started. */
  readonly failed: number;
}

/** Brings a launch forward: in the transaction that starts the runs, so neither stands without the other. */
export async function advanceLaunch(
  sql: Sql,
  launch: DueLaunch,
  { seen, chosen, started, skipped, missing, failed }: LaunchCounts,
  to: { readonly cursor: string; readonly isOver: boolean },
): Promise<void> {
  await sql.query(
    'routing.advance-launch',
    `UPDATE launch SET cursor = $3, seen = seen + $4::int, chosen = chosen + $5::int, started = started + $6::int,
       skipped = skipped + $7::int, missing = missing + $8::int, failed = failed + $9::int, tokens = tokens - $6::int,
       state = CASE WHEN $10 THEN 'done' ELSE state END, ended_at = CASE WHEN $10 THEN clock_timestamp() END,
       wake_at = clock_timestamp() + CASE WHEN tokens - $6::int >= 1 THEN interval '0'
         ELSE interval '1 second' * (${CAPACITY} - tokens + $6::int) / launch.pace END
     WHERE id = $1 AND cursor = $2 AND state = 'running'`,
    [launch.id, launch.cursor, to.cursor, seen, chosen, started, skipped, missing, failed, to.isOver],
  );
}

/** Lets a launch wait, whatever it waits for. */
export async function delayLaunch(sql: Sql, id: string, seconds: number): Promise<void> {
  await sql.query(
    'routing.delay-launch',
    `UPDATE launch SET wake_at = clock_timestamp() + interval '1 second' * $2::float8 WHERE id = $1`,
    [id, seconds],
  );
}

/** Ends a launch before it is done. What it has started goes on. */
export async function cancelLaunch(sql: Sql, id: string, why: string): Promise<void> {
  await sql.query(
    'routing.cancel-launch',
    `UPDATE launch SET state = 'cancelled', why = $2, ended_at = clock_timestamp()
     WHERE id = $1 AND state IN ('running', 'paused')`,
    [id, why],
  );
}

/** Makes a launch wait, or go on. */
export async function setLaunchState(sql: Sql, id: string, state: 'running' | 'paused'): Promise<void> {
  await sql.query(
    'routing.set-launch-state',
    `UPDATE launch SET state = $2, wake_at = clock_timestamp() WHERE id = $1 AND state IN ('running', 'paused')`,
    [id, state],
  );
}

/** Whether a journey takes new runs. */
export type JourneyDoor = 'open' | 'paused' | 'closed';

/** Whether a journey takes new runs, as this transaction sees it: it does not while it is paused or nothing is published. */
export async function journeyDoor(sql: Sql, journey: string): Promise<JourneyDoor> {
  const [row] = await sql.query<{ door: JourneyDoor }>(
    'routing.journey-door',
    `SELECT CASE WHEN published_version IS NULL THEN 'closed' WHEN paused_at IS NULL THEN 'open' ELSE 'paused' END AS door
     FROM journey WHERE id = $1`,
    [journey],
  );
  return row?.door ?? 'closed';
}

/** The database's clock, and since when versions are published, by journey. */
export async function loadLaunchClock(
  sql: Sql,
  versions: readonly { readonly journey: string; readonly version: number }[],
): Promise<{ readonly now: Date; readonly publishedAt: ReadonlyMap<string, Date> }> {
  const rows = await sql.query<{ journey: string; publishedAt: Date; now: Date }>(
    'routing.launch-clock',
    `SELECT journey, published_at AS "publishedAt", clock.now
     FROM unnest($1::text[], $2::int[]) AS asked(journey, version) JOIN journey_version USING (journey, version),
       (SELECT clock_timestamp() AS now) AS clock`,
    [versions.map(({ journey }) => journey), versions.map(({ version }) => version)],
  );
  const publishedAt = new Map(rows.map((row) => [row.journey, row.publishedAt]));
  return { now: rows[0]?.now ?? new Date(0), publishedAt };
}

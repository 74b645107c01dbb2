import type { Run } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';
import type { StoredEntry } from './run-entries.ts';

/** Whose runs are emptied. */
export interface RunsToErase {
  readonly recipient: string;
  /** Only those that started up to then; all that are there when absent. */
  readonly startedBy?: Date | undefined;
}

/** Runs that are emptied by one statement. */
const AT_ONCE = 200;

/**
 * Empties runs and their stories, which have ended or end with it: that they were, and which way they went, is left, and
 * nothing of whom they were for. Their timers go, and the values that `once` counted by.
 */
export async function eraseRuns(sql: Sql, whose: RunsToErase, now: Date): Promise<void> {
  await forgetOnceValues(sql, whose.recipient);
  for (;;) {
    const states = await findStates(sql, whose);
    if (states.length > 0) await empty(sql, states, now);
    if (states.length < AT_ONCE) return;
  }
}

async function findStates(sql: Sql, { recipient, startedBy }: RunsToErase): Promise<Run[]> {
  const rows = await sql.query<{ state: Run }>(
    'routing.runs-to-erase',
    `SELECT state FROM run WHERE recipient_id = $1 AND NOT erased
       AND started_at <= coalesce($2::timestamptz, 'infinity') ORDER BY started_at, id LIMIT ${AT_ONCE}`,
    [recipient, startedBy ?? null],
  );
  return rows.map(({ state }) => state);
}

async function empty(sql: Sql, states: readonly Run[], now: Date): Promise<void> {
  const ids = states.map(({ id }) => id);
  const emptied = states.map((state) => withoutPerson(state, now));
  await sql.query(
    'routing.empty-runs',
    `UPDATE run SET event = '{}', state = fresh.state, status = 'ended', outcome = fresh.outcome,
       ended_at = coalesce(run.ended_at, $4::timestamptz), erased = true
     FROM unnest($1::uuid[], $2::json[], $3::text[]) AS fresh(id, state, outcome) WHERE run.id = fresh.id`,
    [ids, emptied.map((state) => JSON.stringify(state)), emptied.map(({ outcome }) => outcome ?? null), now],
  );
  for (const table of ['run_timer', 'parked_timer'])
    await sql.query(`routing.drop-${table}`, `DELETE FROM ${table} WHERE run_id = ANY($1::uuid[])`, [ids]);
  await emptyStories(sql, ids);
}

/** A run that this build doesn't understand ends here as well: it must not go on for somebody who was erased. */
function withoutPerson(run: Run, now: Date): Run {
  const { format, id, journey, version, recipient, purpose, startedAt, expiresAt, visits, messages } = run;
  const ended =
    run.status === 'ended'
      ? { outcome: run.outcome, endedAt: run.endedAt }
      : { outcome: 'cancelled', endedAt: now.getTime() };
  const about = { format, id, journey, version, recipient, purpose, startedAt, expiresAt, visits, messages };
  return { ...about, ...given(ended), status: 'ended', vars: {}, timers: {} };
}

function given({ outcome, endedAt }: { outcome: string | undefined; endedAt: number | undefined }) {
  return {
    ...(outcome === undefined ? {} : { outcome }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

interface StoryRow {
  readonly id: string;
  readonly run_id: string;
  readonly entries: readonly StoredEntry[];
}

/** What happened, in which step and when, is left of a story; the reasons hold values and providers' words. */
async function emptyStories(sql: Sql, runIds: readonly string[]): Promise<void> {
  const rows = await sql.query<StoryRow>(
    'routing.stories-to-erase',
    'SELECT run_id, id, entries FROM run_entry WHERE run_id = ANY($1::uuid[])',
    [runIds],
  );
  const bare = rows.map(({ entries }) =>
    entries.map((entry) => ({ ...entry, why: { rule: 'erased', values: {} } })),
  );
  await sql.query(
    'routing.empty-stories',
    `UPDATE run_entry SET entries = fresh.entries
     FROM unnest($1::uuid[], $2::bigint[], $3::json[]) AS fresh(run_id, id, entries)
     WHERE run_entry.run_id = fresh.run_id AND run_entry.id = fresh.id`,
    [rows.map((row) => row.run_id), rows.map(({ id }) => id), bare.map((entries) => JSON.stringify(entries))],
  );
}

/** A value belongs to a run, so its journey is one of theirs: so the index is used, which begins with the journey. */
async function forgetOnceValues(sql: Sql, recipient: string): Promise<void> {
  await sql.query(
    'routing.forget-once',
    `DELETE FROM once_value WHERE recipient_id = $1
       AND journey IN (SELECT DISTINCT journey FROM run WHERE recipient_id = $1)`,
    [recipient],
  );
}

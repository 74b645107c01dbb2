import type { TimelineEntry } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';

/** A line of a run's story as it is kept: with the trace in which it happened. */
export type StoredEntry = TimelineEntry & { readonly traceId?: string };

/** Appends to the stories of runs: what one unit of work adds to a run is one row. */
export async function appendEntries(
  sql: Sql,
  stories: readonly { readonly runId: string; readonly entries: readonly StoredEntry[] }[],
): Promise<void> {
  const told = stories.filter(({ entries }) => entries.length > 0);
  if (told.length === 0) return;
  await sql.query(
    'routing.append-entries',
    'INSERT INTO run_entry (run_id, entries) SELECT * FROM unnest($1::uuid[], $2::json[])',
    [told.map(({ runId }) => runId), told.map(({ entries }) => JSON.stringify(entries))],
  );
}

import type { TimelineEntry } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';

/** A line of a run's story as it is kept: with the trace in which it happened. */
export type StoredEntry = TimelineEntry & { readonly traceId?: string };

/** Appends to the stories of runs. */
export async function appendEntries(
  sql: Sql,
  entries: readonly { runId: string; entry: StoredEntry }[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql.query(
    'routing.append-entries',
    'INSERT INTO run_entry (run_id, entry) SELECT * FROM unnest($1::uuid[], $2::json[])',
    [entries.map(({ runId }) => runId), entries.map(({ entry }) => JSON.stringify(entry))],
  );
}

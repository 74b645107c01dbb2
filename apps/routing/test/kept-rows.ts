import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MessageRequested } from '@hermod/contracts';
import type { Run } from '@hermod/journey';
import { names } from './facts.ts';
import type { World } from './world.ts';

/** A row of a table, by column. */
type Row = Readonly<Record<string, unknown>>;

/** The tables that are kept, those first on which the others rest. */
const TABLES = ['journey', 'journey_version', 'run', 'run_timer', 'once_value', 'run_entry'] as const;
type Table = (typeof TABLES)[number];

/** A run with all that is kept of it, as an earlier build wrote it. */
export interface KeptRun {
  readonly run: Run;
  readonly rows: Readonly<Record<Table, readonly Row[]>>;
}

const KEPT = JSON.parse(
  readFileSync(new URL('./fixtures/rows-format-1.json', import.meta.url), 'utf8'),
) as Record<Table, Row[]> & { readonly capturedAt: string };

/** The journeys whose run is kept: one for each place where a run can stand, and one that has ended. */
export const KEPT_JOURNEYS: readonly string[] = KEPT.journey.map((row) => String(row['id'])).toSorted();

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Moves every instant, written out or in milliseconds, as if all had happened so much later. */
function movedBy(value: unknown, ms: number): unknown {
  if (Array.isArray(value)) return value.map((inner) => movedBy(inner, ms));
  if (typeof value === 'string' && INSTANT.test(value)) return new Date(Date.parse(value) + ms).toISOString();
  // Milliseconds of the epoch are the only numbers of that size.
  if (typeof value === 'number' && value > 1e12) return value + ms;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, movedBy(inner, ms)]));
}

/** A journey's kept rows, as if they had been written now; or so that its run's next timer is due now. */
export function keptRun(journey: string, when: 'now' | 'due'): KeptRun {
  const isRun = KEPT.run.find((row) => row['journey'] === journey)!;
  const { id } = isRun['state'] as Run;
  const mine: Record<Table, Row[]> = {
    journey: KEPT.journey.filter((row) => row['id'] === journey),
    journey_version: KEPT.journey_version.filter((row) => row['journey'] === journey),
    run: [isRun],
    run_timer: KEPT.run_timer.filter((row) => row['run_id'] === id),
    once_value: KEPT.once_value.filter((row) => row['journey'] === journey),
    run_entry: KEPT.run_entry.filter((row) => row['run_id'] === id),
  };
  const from = when === 'now' ? KEPT.capturedAt : String(mine.run_timer[0]!['due_at']);
  const rows = movedBy(mine, Date.now() - Date.parse(from)) as Record<Table, Row[]>;
  return { run: rows.run[0]!['state'] as Run, rows };
}

/** The same as another run of another journey, whose version says something else. */
export function keptRunOf(kept: KeptRun, source: string): KeptRun {
  const { journey, id } = kept.run;
  const text = JSON.stringify(kept).replaceAll(journey, names().journey).replaceAll(id, randomUUID());
  const { run, rows } = JSON.parse(text) as KeptRun;
  return { run, rows: { ...rows, journey_version: rows.journey_version.map((row) => ({ ...row, source })) } };
}

/** Puts kept rows into the database, and lets the catalog know. */
export async function restore(world: World, { rows }: KeptRun): Promise<void> {
  for (const table of TABLES) {
    const [first] = rows[table];
    if (first === undefined) continue;
    // The number of an entry only orders it: those that come later have to get higher ones.
    const names = Object.keys(first).filter((name) => table !== 'run_entry' || name !== 'id');
    const columns = names.join(', ');
    await world.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
      [JSON.stringify(rows[table])],
    );
  }
  // Whoever has a run was locked once.
  await world.query(
    'INSERT INTO recipient_lock (recipient_id, revision) SELECT recipient_id, 1 FROM run ON CONFLICT DO NOTHING',
  );
  await world.query('UPDATE journey_catalog SET revision = revision + 1');
}

/** The message that a kept run asked for, as far as the answers to it need to know. */
export function askedBy({ run }: KeptRun, rung: number): MessageRequested {
  const { id, channel, request } = Object.values(run.messages).find((message) => message.rung === rung)!;
  const intent = { runId: run.id, journey: run.journey, version: run.version, channel, purpose: run.purpose };
  return { messageId: id, request, recipient: run.recipient, intent } as unknown as MessageRequested;
}

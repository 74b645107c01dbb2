import { type Client, escapeIdentifier } from 'pg';
import { FILL_CHUNK } from '../timer-jobs.ts';

/** What is copied how often. */
export interface CloneTask {
  readonly schema: string;
  readonly table: string;
  /** Expressions for the columns that differ from the row that is copied. */
  readonly changes: Readonly<Record<string, string>>;
  readonly count: number;
}

/** Copies any row of a table as often as is wanted: a queue's own way in would take minutes for millions. */
export async function cloneRows(client: Client, { schema, table, changes, count }: CloneTask): Promise<void> {
  const name = `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`;
  const { rows } = await client.query<{ column: string }>(
    `SELECT column_name AS column FROM information_schema.columns
     WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER' AND is_identity = 'NO'`,
    [schema, table],
  );
  const columns = rows.map(({ column }) => column);
  const values = columns.map((column) => changes[column] ?? `template.${escapeIdentifier(column)}`);
  const statement = `INSERT INTO ${name} (${columns.map((column) => escapeIdentifier(column)).join(', ')})
    SELECT ${values.join(', ')} FROM (SELECT * FROM ${name} LIMIT 1) AS template, generate_series(1, $1::int)`;
  for (let left = count; left > 0; left -= FILL_CHUNK)
    await client.query(statement, [Math.min(left, FILL_CHUNK)]);
}

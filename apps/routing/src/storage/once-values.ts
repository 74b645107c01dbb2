import { inboxKeyOf } from '@hermod/messaging';
import type { Sql } from '@hermod/postgres';

/** A value that `once` counts by: only its digest is kept. */
export interface OnceValue {
  readonly journey: string;
  readonly recipient: string;
  readonly value: string;
}

/** A key under which values can be compared. */
export const onceKey = ({ journey, recipient, value }: OnceValue): string =>
  `${journey} ${recipient} ${inboxKeyOf('once', value)}`;

/** When runs with these values started last, by `onceKey`. */
export async function loadOnceValues(sql: Sql, values: readonly OnceValue[]): Promise<Map<string, Date>> {
  if (values.length === 0) return new Map();
  const rows = await sql.query<{ key: string; started_at: Date }>(
    'routing.once-values',
    `SELECT kept.journey || ' ' || kept.recipient_id || ' ' || replace(kept.value_key::text, '-', '') AS key, kept.started_at
     FROM unnest($1::text[], $2::text[], $3::uuid[]) AS asked(journey, recipient_id, value_key)
     JOIN once_value AS kept USING (journey, recipient_id, value_key)`,
    columns(values),
  );
  return new Map(rows.map((row) => [row.key, row.started_at]));
}

/** Remembers that runs with these values started at `now`. */
export async function rememberOnceValues(sql: Sql, values: readonly OnceValue[], now: Date): Promise<void> {
  if (values.length === 0) return;
  await sql.query(
    'routing.remember-once',
    `INSERT INTO once_value (journey, recipient_id, value_key, started_at)
     SELECT journey, recipient_id, value_key, $4::timestamptz FROM unnest($1::text[], $2::text[], $3::uuid[]) AS fresh(journey, recipient_id, value_key)
     ON CONFLICT (journey, recipient_id, value_key) DO UPDATE SET started_at = excluded.started_at`,
    [...columns(values), now],
  );
}

function columns(values: readonly OnceValue[]): [string[], string[], string[]] {
  return [
    values.map((v) => v.journey),
    values.map((v) => v.recipient),
    values.map((v) => inboxKeyOf('once', v.value)),
  ];
}

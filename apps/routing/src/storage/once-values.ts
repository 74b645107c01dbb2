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

/** The last run that a value has started. */
export interface OnceStart {
  readonly startedAt: Date;
  readonly runId: string | null;
  /** Whether that run still went on before this unit of work. */
  readonly goesOn: boolean;
}

/** The last starts by these values, by `onceKey`. */
export async function loadOnceValues(
  sql: Sql,
  values: readonly OnceValue[],
): Promise<Map<string, OnceStart>> {
  if (values.length === 0) return new Map();
  const rows = await sql.query<OnceStart & { key: string }>(
    'routing.once-values',
    `SELECT kept.journey || ' ' || kept.recipient_id || ' ' || replace(kept.value_key::text, '-', '') AS key,
       kept.started_at AS "startedAt", kept.run_id AS "runId", coalesce(run.status = 'running', false) AS "goesOn"
     FROM unnest($1::text[], $2::text[], $3::uuid[]) AS asked(journey, recipient_id, value_key)
     JOIN once_value AS kept USING (journey, recipient_id, value_key)
     LEFT JOIN run ON run.id = kept.run_id`,
    columns(values),
  );
  return new Map(rows.map(({ key, ...start }) => [key, start]));
}

/** Remembers that runs with these values started at `now`. */
export async function rememberOnceValues(
  sql: Sql,
  values: readonly (OnceValue & { readonly runId: string })[],
  now: Date,
): Promise<void> {
  if (values.length === 0) return;
  await sql.query(
    'routing.remember-once',
    `INSERT INTO once_value (journey, recipient_id, value_key, started_at, run_id)
     SELECT journey, recipient_id, value_key, $5::timestamptz, run_id
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[]) AS fresh(journey, recipient_id, value_key, run_id)
     ON CONFLICT (journey, recipient_id, value_key)
       DO UPDATE SET started_at = excluded.started_at, run_id = excluded.run_id`,
    [...columns(values), values.map(({ runId }) => runId), now],
  );
}

function columns(values: readonly OnceValue[]): [string[], string[], string[]] {
  return [
    values.map((v) => v.journey),
    values.map((v) => v.recipient),
    values.map((v) => inboxKeyOf('once', v.value)),
  ];
}

import type { Sql } from '@hermod/postgres';

/** When things of a name happened last, in milliseconds of the epoch. */
export type LastTimes = Readonly<Record<string, number>>;

/** What a recipient did, and what was done with their messages, last. */
export interface Activity {
  readonly recipient: string;
  /** By event type. */
  readonly events: LastTimes;
  /** By signal, as it was reported. */
  readonly signals: LastTimes;
}

/**
 * What is known of recipients so far; empty of those of whom nothing is. The erased are left out: of them nothing is kept,
 * whatever still comes.
 */
export async function loadActivity(sql: Sql, recipients: readonly string[]): Promise<Activity[]> {
  if (recipients.length === 0) return [];
  return sql.query<Activity>(
    'routing.activity',
    `SELECT asked.recipient, coalesce(kept.events, '{}') AS events, coalesce(kept.signals, '{}') AS signals
     FROM unnest($1::text[]) AS asked(recipient)
     LEFT JOIN recipient_activity AS kept ON kept.recipient_id = asked.recipient
     LEFT JOIN recipient AS known ON known.recipient_id = asked.recipient
     WHERE NOT coalesce(known.erased, false)`,
    [recipients],
  );
}

/** Keeps what is known now, one row a recipient, please. Call it under the locks under which it was loaded. */
export async function keepActivity(sql: Sql, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return;
  await sql.query(
    'routing.keep-activity',
    `INSERT INTO recipient_activity (recipient_id, events, signals)
     SELECT * FROM unnest($1::text[], $2::json[], $3::json[])
     ON CONFLICT (recipient_id) DO UPDATE SET events = excluded.events, signals = excluded.signals`,
    [
      activities.map(({ recipient }) => recipient),
      activities.map(({ events }) => JSON.stringify(events)),
      activities.map(({ signals }) => JSON.stringify(signals)),
    ],
  );
}

/** Forgets what erased recipients did. */
export async function forgetActivity(sql: Sql, recipients: readonly string[]): Promise<void> {
  if (recipients.length === 0) return;
  await sql.query(
    'routing.forget-activity',
    'DELETE FROM recipient_activity WHERE recipient_id = ANY($1::text[])',
    [recipients],
  );
}

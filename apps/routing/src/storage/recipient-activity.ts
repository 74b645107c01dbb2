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

/** Event types that are kept of one recipient: those that came last. */
export const MOST_EVENT_TYPES = 100;

/**
 * Adds to what is known, one row a recipient, please. The newer time wins, so any order gives the same. Of the erased nothing
 * is kept, whatever still comes.
 */
export async function rememberActivity(sql: Sql, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return;
  await sql.query(
    'routing.remember-activity',
    `INSERT INTO recipient_activity AS kept (recipient_id, events, signals)
     SELECT fresh.recipient_id, newest_times('{}', fresh.events, ${MOST_EVENT_TYPES}), fresh.signals
     FROM unnest($1::text[], $2::jsonb[], $3::jsonb[]) AS fresh(recipient_id, events, signals)
     WHERE NOT EXISTS (SELECT 1 FROM recipient WHERE recipient_id = fresh.recipient_id AND erased)
     ON CONFLICT (recipient_id) DO UPDATE SET
       events = newest_times(kept.events, excluded.events, ${MOST_EVENT_TYPES}),
       signals = newest_times(kept.signals, excluded.signals, ${MOST_EVENT_TYPES})`,
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

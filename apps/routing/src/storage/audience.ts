import type { JsonObject } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import type { LastTimes } from './recipient-activity.ts';

/** A recipient as the condition of an audience looks at them. */
export interface Member {
  readonly recipient: string;
  readonly attributes: JsonObject;
  readonly lastEvent: LastTimes;
  readonly lastSignal: LastTimes;
  /** Nothing may be started for them. */
  readonly erased: boolean;
  /** What a list says of them. */
  readonly data: JsonObject | null;
}

const KNOWN = `coalesce(known.attributes, '{}') AS attributes, coalesce(known.erased, false) AS erased,
  coalesce(activity.events, '{}') AS "lastEvent", coalesce(activity.signals, '{}') AS "lastSignal"`;

/** The recipients that are known and not erased, by id, after one of them; the first with `after` empty. */
export function pageOfKnown(sql: Sql, after: string, limit: number): Promise<Member[]> {
  return sql.query<Member>(
    'routing.audience-page',
    `SELECT known.recipient_id AS recipient, NULL AS data, ${KNOWN}
     FROM recipient AS known LEFT JOIN recipient_activity AS activity USING (recipient_id)
     WHERE known.recipient_id > $1 AND NOT known.erased ORDER BY known.recipient_id LIMIT $2`,
    [after, limit],
  );
}

/** The recipients of a launch's list, by id, after one of them; also those of whom nothing else is known. */
export function pageOfList(sql: Sql, launch: string, after: string, limit: number): Promise<Member[]> {
  return sql.query<Member>(
    'routing.list-page',
    `SELECT listed.recipient_id AS recipient, listed.data, ${KNOWN}
     FROM launch_recipient AS listed LEFT JOIN recipient AS known USING (recipient_id)
     LEFT JOIN recipient_activity AS activity USING (recipient_id)
     WHERE listed.launch_id = $1 AND listed.recipient_id > $2 ORDER BY listed.recipient_id LIMIT $3`,
    [launch, after, limit],
  );
}

/** The same of those who were chosen, as they are now. */
export async function loadMembers(sql: Sql, members: readonly Member[]): Promise<Member[]> {
  const rows = await sql.query<Omit<Member, 'data'>>(
    'routing.audience-members',
    `SELECT asked.recipient, ${KNOWN} FROM unnest($1::text[]) WITH ORDINALITY AS asked(recipient, n)
     LEFT JOIN recipient AS known ON known.recipient_id = asked.recipient
     LEFT JOIN recipient_activity AS activity ON activity.recipient_id = asked.recipient ORDER BY asked.n`,
    [members.map(({ recipient }) => recipient)],
  );
  return rows.map((row, n) => ({ ...row, data: members[n]!.data }));
}

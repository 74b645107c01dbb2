import type { JsonObject } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** What conditions know of a recipient. */
export interface KnownRecipient {
  readonly recipient: string;
  readonly revision: number;
  readonly attributes: JsonObject;
}

/** The attributes of those recipients that are known. */
export async function loadAttributes(
  sql: Sql,
  recipients: readonly string[],
): Promise<Map<string, JsonObject>> {
  if (recipients.length === 0) return new Map();
  const rows = await sql.query<{ recipient_id: string; attributes: JsonObject }>(
    'routing.attributes',
    'SELECT recipient_id, attributes FROM recipient WHERE recipient_id = ANY($1::text[])',
    [recipients],
  );
  return new Map(rows.map((row) => [row.recipient_id, row.attributes]));
}

/** Keeps the newest state of recipients; a lower revision changes nothing. One row a recipient, please. */
export async function keepRecipients(sql: Sql, recipients: readonly KnownRecipient[]): Promise<void> {
  if (recipients.length === 0) return;
  await sql.query(
    'routing.keep-recipients',
    `INSERT INTO recipient AS kept (recipient_id, revision, attributes)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::jsonb[])
     ON CONFLICT (recipient_id) DO UPDATE SET revision = excluded.revision, attributes = excluded.attributes
     WHERE kept.revision <= excluded.revision`,
    [
      recipients.map((r) => r.recipient),
      recipients.map((r) => r.revision),
      recipients.map((r) => JSON.stringify(r.attributes)),
    ],
  );
}

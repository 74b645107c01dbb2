import type { JsonObject } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** What conditions know of a recipient. */
export interface KnownRecipient {
  readonly recipient: string;
  readonly revision: number;
  readonly attributes: JsonObject;
  /** Forgotten, but for the id: no audience holds them. */
  readonly erased: boolean;
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

/** Those of the recipients who are erased, and were not stored anew. */
export async function findErased(sql: Sql, recipients: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ recipient_id: string }>(
    'routing.erased-among',
    'SELECT recipient_id FROM recipient WHERE recipient_id = ANY($1::text[]) AND erased',
    [recipients],
  );
  return new Set(rows.map((row) => row.recipient_id));
}

/**
 * Keeps the newest state of recipients; a lower revision changes nothing. One row a recipient, please.
 * @returns those whose state was taken.
 */
export async function keepRecipients(
  sql: Sql,
  recipients: readonly KnownRecipient[],
): Promise<ReadonlySet<string>> {
  if (recipients.length === 0) return new Set();
  const rows = await sql.query<{ recipient_id: string }>(
    'routing.keep-recipients',
    `INSERT INTO recipient AS kept (recipient_id, revision, attributes, erased)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::jsonb[], $4::boolean[])
     ON CONFLICT (recipient_id) DO UPDATE
       SET revision = excluded.revision, attributes = excluded.attributes, erased = excluded.erased
     WHERE kept.revision <= excluded.revision RETURNING recipient_id`,
    [
      recipients.map((r) => r.recipient),
      recipients.map((r) => r.revision),
      recipients.map((r) => JSON.stringify(r.attributes)),
      recipients.map((r) => r.erased),
    ],
  );
  return new Set(rows.map((row) => row.recipient_id));
}

import type { Sql } from '@hermod/postgres';

/** Leaves a mark for messages that are not known here yet: when they come, they are no longer wanted. */
export async function markWithdrawn(
  sql: Sql,
  marks: readonly { messageId: string; reason: string }[],
  now: Date,
): Promise<void> {
  if (marks.length === 0) return;
  await sql.query(
    'delivery.mark-withdrawn',
    `INSERT INTO withdrawal (message_id, reason, at) SELECT id, reason, $3::timestamptz FROM unnest($1::uuid[], $2::text[]) AS mark(id, reason)
     ON CONFLICT (message_id) DO NOTHING`,
    [marks.map((m) => m.messageId), marks.map((m) => m.reason), now],
  );
}

/** Of these messages the ones that were withdrawn before they came. */
export async function findWithdrawn(sql: Sql, messageIds: readonly string[]): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set();
  const rows = await sql.query<{ message_id: string }>(
    'delivery.withdrawn',
    'SELECT message_id FROM withdrawal WHERE message_id = ANY($1::uuid[])',
    [messageIds],
  );
  return new Set(rows.map((row) => row.message_id));
}

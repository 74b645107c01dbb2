import type { Erasure } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { forgetLinks } from './links.ts';
import type { Message } from './messages.ts';

/** Ids of messages that a recipient's erasure empties: those that were permitted up to then. */
export async function findMessagesToErase(
  sql: Sql,
  { recipient, erasedAt }: Erasure,
  limit: number,
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'delivery.messages-to-erase',
    `SELECT id FROM message WHERE recipient_id = $1 AND decided_at <= $2::timestamptz AND NOT erased
     ORDER BY created_at LIMIT $3::int`,
    [recipient, erasedAt, limit],
  );
  return rows.map(({ id }) => id);
}

/** Writes messages as they are left by an erasure, and takes out of their attempts what could lead to the person. */
export async function emptyMessages(sql: Sql, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const ids = messages.map(({ id }) => id);
  await sql.query(
    'delivery.empty-messages',
    `UPDATE message SET permission = fresh.permission, why = fresh.why, status = fresh.status, reason = fresh.reason,
       erased = true
     FROM unnest($1::uuid[], $2::json[], $3::json[], $4::text[], $5::text[]) AS fresh(id, permission, why, status, reason)
     WHERE message.id = fresh.id`,
    [
      ids,
      messages.map(({ permission }) => JSON.stringify(permission)),
      messages.map(({ why }) => JSON.stringify(why)),
      messages.map(({ status }) => status),
      messages.map(({ reason }) => reason ?? null),
    ],
  );
  await emptyAttempts(sql, ids);
  await forgetLinks(sql, ids);
}

/**
 * An attempt's contact point is named by an id that is derived from the address, so it gets one that means nothing; those
 * whose call is under way keep theirs until it has ended.
 */
export async function emptyAttempts(sql: Sql, messageIds: readonly string[]): Promise<void> {
  await sql.query(
    'delivery.empty-attempts',
    `UPDATE attempt SET contact_point = gen_random_uuid(), provider_message_id = NULL,
       reason = substring(reason FROM '^[A-Z0-9_]+')
     WHERE message_id = ANY($1::uuid[]) AND state <> 'started'`,
    [messageIds],
  );
}

/**
 * What consent had said of a recipient goes. What a person texted stays as an HMAC, because consent may not have read
 * it yet: a STOP, and the START that lifts it, which no longer says of which of their numbers.
 */
export async function emptyOptOuts(sql: Sql, erasures: readonly Erasure[]): Promise<void> {
  const values = [erasures.map(({ recipient }) => recipient), erasures.map(({ erasedAt }) => erasedAt)];
  await sql.query(
    'delivery.forget-opt-outs',
    `DELETE FROM opt_out USING unnest($1::text[], $2::timestamptz[]) AS erased(recipient, at)
     WHERE opt_out.recipient_id = erased.recipient AND opt_out.at <= erased.at
       AND opt_out.address_hash IS NULL AND NOT opt_out.lifts`,
    values,
  );
  await sql.query(
    'delivery.empty-lifts',
    `UPDATE opt_out SET scope = json_build_object('channels', scope->'channels')
     FROM unnest($1::text[], $2::timestamptz[]) AS erased(recipient, at)
     WHERE opt_out.recipient_id = erased.recipient AND opt_out.at <= erased.at AND opt_out.lifts`,
    values,
  );
}

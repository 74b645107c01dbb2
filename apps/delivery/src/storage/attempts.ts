import type { ContactPointTrouble } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { emptyAttempts } from './erase-messages.ts';
import type { MessageState } from './messages.ts';

/**
 * `started`: under a lease, its call may be under way. `uncalled`: its call never began. `retry`: safely not sent.
 * `unknown`: it may have been sent. `accepted` and `failed` are final.
 */
export type AttemptState = 'started' | 'uncalled' | 'retry' | 'unknown' | 'accepted' | 'failed';

/** One hand-over of a message to one provider for one contact point. */
export interface Attempt {
  readonly id: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly contactPoint: string;
  readonly provider: string;
  readonly n: number;
  /** The attempt whose unknown outcome this one risks to double; critical messages only. */
  readonly resends: string | null;
  readonly state: AttemptState;
  readonly lease: string;
  readonly calledAt: Date | null;
  readonly closedAt: Date | null;
  readonly providerMessageId: string | null;
  readonly reason: string | null;
  /** The number, agent or mailbox that it is sent from; null where the provider's own is, and hasn't been told. */
  readonly sender: string | null;
  /** What the provider said of the contact point. */
  readonly trouble: ContactPointTrouble | null;
}

const COLUMNS = `id, message_id AS "messageId", recipient_id AS recipient, contact_point AS "contactPoint", provider, n, resends,
  state, lease, called_at AS "calledAt", closed_at AS "closedAt", provider_message_id AS "providerMessageId", reason, sender, trouble`;

/** The attempts of messages, first to last. */
export function loadAttempts(sql: Sql, messageIds: readonly string[]): Promise<Attempt[]> {
  if (messageIds.length === 0) return Promise.resolve([]);
  return sql.query<Attempt>(
    'delivery.attempts',
    `SELECT ${COLUMNS} FROM attempt WHERE message_id = ANY($1::uuid[]) ORDER BY n, id`,
    [messageIds],
  );
}

/** Writes attempts before their calls: a new one, or the same again where the provider takes that as a repeat. */
export async function startAttempts(sql: Sql, attempts: readonly Attempt[], now: Date): Promise<void> {
  if (attempts.length === 0) return;
  await sql.query(
    'delivery.start-attempts',
    `INSERT INTO attempt (id, message_id, recipient_id, contact_point, provider, n, resends, state, lease, sender,
                          started_at)
     SELECT fresh.id, fresh.message_id, fresh.recipient_id, fresh.contact_point, fresh.provider, fresh.n, fresh.resends,
            'started', fresh.lease, fresh.sender, $10::timestamptz
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::int[], $7::uuid[], $8::uuid[], $9::text[])
       AS fresh(id, message_id, recipient_id, contact_point, provider, n, resends, lease, sender)
     ON CONFLICT (id) DO UPDATE SET state = 'started', lease = excluded.lease, started_at = excluded.started_at`,
    [
      attempts.map((a) => a.id),
      attempts.map((a) => a.messageId),
      attempts.map((a) => a.recipient),
      attempts.map((a) => a.contactPoint),
      attempts.map((a) => a.provider),
      attempts.map((a) => a.n),
      attempts.map((a) => a.resends),
      attempts.map((a) => a.lease),
      attempts.map((a) => a.sender),
      now,
    ],
  );
}

/** How an attempt's call ended. */
export interface Closing {
  readonly id: string;
  readonly state: Exclude<AttemptState, 'started'>;
  /** Only if it still stands under this lease; undefined where a receipt says what became of it. */
  readonly lease?: string | undefined;
  readonly calledAt?: Date | undefined;
  readonly providerMessageId?: string | undefined;
  readonly reason?: string | undefined;
  readonly sender?: string | undefined;
  readonly trouble?: ContactPointTrouble | undefined;
}

/**
 * Closes attempts; an outcome that is known is never overwritten by one that isn't, nor a final one by any.
 * What a call brought that was repeated meanwhile under another lease counts only if it was accepted: its refusal says
 * nothing of the repeat.
 * Returns those that changed, by id, with how their message stands.
 */
export async function closeAttempts(
  sql: Sql,
  closings: readonly Closing[],
  now: Date,
): Promise<Map<string, MessageState>> {
  if (closings.length === 0) return new Map();
  const rows = await sql.query<StateRow>(
    'delivery.close-attempts',
    `UPDATE attempt SET state = fresh.state, called_at = coalesce(attempt.called_at, fresh.called_at), closed_at = $9::timestamptz,
       provider_message_id = coalesce(fresh.provider_message_id, attempt.provider_message_id), reason = fresh.reason,
       sender = coalesce(fresh.sender, attempt.sender), trouble = fresh.trouble
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS fresh(id, state, lease, called_at, provider_message_id, reason, sender, trouble), message
     WHERE attempt.id = fresh.id AND message.id = attempt.message_id
       AND ((attempt.state = 'started' AND (fresh.lease IS NULL OR attempt.lease = fresh.lease))
            OR (attempt.state = 'unknown' AND (fresh.state = 'accepted' OR fresh.state = 'failed' AND attempt.lease = fresh.lease)))
     RETURNING attempt.id, message.id AS "messageId", message.request, message.status, message.reason, message.withdrawn,
       message.erased`,
    [
      closings.map((c) => c.id),
      closings.map((c) => c.state),
      closings.map((c) => c.lease ?? null),
      closings.map((c) => c.calledAt ?? null),
      closings.map((c) => storable(c.providerMessageId)),
      closings.map((c) => storable(c.reason)),
      closings.map((c) => storable(c.sender)),
      closings.map((c) => c.trouble ?? null),
      now,
    ],
  );
  const erased = rows.filter((row) => row.erased);
  if (erased.length > 0)
    await emptyAttempts(
      sql,
      erased.map(({ messageId }) => messageId),
    );
  return new Map(
    rows.map(({ id, messageId: _, reason, ...state }) => [id, { ...state, reason: reason ?? undefined }]),
  );
}

/** An attempt that was started, as `closeAttempts` leaves it. */
export function closedAs(started: Attempt, closing: Closing, now: Date): Attempt {
  return {
    ...started,
    state: closing.state,
    calledAt: started.calledAt ?? closing.calledAt ?? null,
    closedAt: now,
    providerMessageId: storable(closing.providerMessageId) ?? started.providerMessageId,
    reason: storable(closing.reason),
    sender: storable(closing.sender) ?? started.sender,
    trouble: closing.trouble ?? null,
  };
}

interface StateRow extends Omit<MessageState, 'reason'> {
  readonly id: string;
  readonly messageId: string;
  readonly reason: string | null;
}

/** A provider's words as PostgreSQL can keep them: one that sends a NUL must not keep its calls from being closed. */
function storable(words: string | undefined): string | null {
  return words?.replaceAll('\0', '') ?? null;
}

import type { Channel, Permission, Purpose, Why } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** `open` waits in the queue or has attempts under way; every other status is what the hand-over ended with. */
export type MessageStatus = 'open' | 'accepted' | 'failed' | 'expired' | 'withdrawn' | 'deferred' | 'unknown';

/** A permitted message on its way to a provider. */
export interface Message {
  readonly id: string;
  readonly recipient: string;
  readonly urgent: boolean;
  readonly runId: string | null;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly traceparent: string | undefined;
  readonly permission: Permission;
  readonly why: Why;
  readonly decidedAt: Date;
  readonly handOverBy: Date;
  readonly request: number;
  readonly status: MessageStatus;
  readonly reason: string | undefined;
  /** A withdrawal waits for the answer. */
  readonly withdrawn: boolean;
  /** Its recipient was erased since: nothing personal is left of it, nor may come back. */
  readonly erased: boolean;
}

/** Whether an earlier rung of its escalation went before it. */
export function isLaterRung({ permission }: Pick<Message, 'permission'>): boolean {
  return permission.intent.rung > 0;
}

/** What may change of a message. */
export type MessageState = Pick<Message, 'request' | 'status' | 'reason' | 'withdrawn' | 'erased'>;

type Row = Omit<Message, 'traceparent' | 'reason'> & { traceparent: string | null; reason: string | null };

const COLUMNS = `id, recipient_id AS recipient, urgent, run_id AS "runId", channel, purpose, traceparent, permission, why,
  decided_at AS "decidedAt", hand_over_by AS "handOverBy", request, status, reason, withdrawn, erased`;

/** Adds messages; one that was given back may come again with a higher request. Returns the ids that were taken. */
export async function addMessages(sql: Sql, messages: readonly Message[], now: Date): Promise<Set<string>> {
  if (messages.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    'delivery.add-messages',
    `INSERT INTO message AS kept (id, recipient_id, urgent, run_id, channel, purpose, traceparent, permission, why,
                                  decided_at, hand_over_by, request, status, reason, withdrawn, erased, created_at)
     SELECT fresh.*, $17::timestamptz
     FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::json[], $9::json[],
                 $10::timestamptz[], $11::timestamptz[], $12::int[], $13::text[], $14::text[], $15::boolean[], $16::boolean[]) AS fresh
     ON CONFLICT (id) DO UPDATE SET permission = excluded.permission, why = excluded.why, decided_at = excluded.decided_at,
       hand_over_by = excluded.hand_over_by, request = excluded.request, status = excluded.status, reason = excluded.reason,
       withdrawn = excluded.withdrawn, erased = excluded.erased
     WHERE kept.status = 'deferred' AND kept.request < excluded.request
     RETURNING id`,
    [
      messages.map((m) => m.id),
      messages.map((m) => m.recipient),
      messages.map((m) => m.urgent),
      messages.map((m) => m.runId),
      messages.map((m) => m.channel),
      messages.map((m) => m.purpose),
      messages.map((m) => m.traceparent ?? null),
      messages.map((m) => JSON.stringify(m.permission)),
      messages.map((m) => JSON.stringify(m.why)),
      messages.map((m) => m.decidedAt),
      messages.map((m) => m.handOverBy),
      messages.map((m) => m.request),
      messages.map((m) => m.status),
      messages.map((m) => m.reason ?? null),
      messages.map((m) => m.withdrawn),
      messages.map((m) => m.erased),
      now,
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The messages of these ids. Their recipients are locked, or nothing is done about them. */
export async function loadMessages(sql: Sql, ids: readonly string[]): Promise<Map<string, Message>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<Row>(
    'delivery.messages',
    `SELECT ${COLUMNS} FROM message WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, traceparent: row.traceparent ?? undefined, reason: row.reason ?? undefined },
    ]),
  );
}

/** What changes of a message. */
export interface MessageChange {
  readonly id: string;
  readonly status: MessageStatus;
  readonly reason?: string | undefined;
  readonly withdrawn: boolean;
}

/** Writes statuses; of the reason for one whose recipient was erased only the code. */
export async function changeMessages(sql: Sql, changes: readonly MessageChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql.query(
    'delivery.change-messages',
    `UPDATE message SET status = fresh.status, withdrawn = fresh.withdrawn,
       reason = CASE WHEN erased THEN substring(fresh.reason FROM '^[A-Z0-9_]+') ELSE fresh.reason END
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[]) AS fresh(id, status, reason, withdrawn)
     WHERE message.id = fresh.id`,
    [
      changes.map((c) => c.id),
      changes.map((c) => c.status),
      changes.map((c) => c.reason ?? null),
      changes.map((c) => c.withdrawn),
    ],
  );
}

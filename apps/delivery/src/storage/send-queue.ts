import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A message that waits to be handed over, or to be handed over again. */
export interface Queued {
  readonly messageId: string;
  readonly recipient: string;
  readonly partition: number;
  readonly urgent: boolean;
  readonly provider: string;
  readonly handOverBy: Date;
  readonly dueAt: Date;
  /** It may have attempts already. */
  readonly tried: boolean;
  /** An earlier rung went before it, and a reaction to that one prevents it. */
  readonly laterRung: boolean;
}

/** What was taken out of the queue. */
export type Taken = Pick<Queued, 'messageId' | 'tried'>;

/** Puts messages into the queue, or moves them in it. */
export async function enqueue(sql: Sql, queued: readonly Queued[]): Promise<void> {
  if (queued.length === 0) return;
  await sql.query(
    'delivery.enqueue',
    `INSERT INTO send_queue (message_id, recipient_id, kafka_partition, urgent, provider, hand_over_by, due_at, tried, later_rung)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::boolean[], $5::text[], $6::timestamptz[], $7::timestamptz[],
       $8::boolean[], $9::boolean[])
     ON CONFLICT (message_id) DO UPDATE SET due_at = excluded.due_at, provider = excluded.provider, tried = excluded.tried`,
    [
      queued.map((q) => q.messageId),
      queued.map((q) => q.recipient),
      queued.map((q) => q.partition),
      queued.map((q) => q.urgent),
      queued.map((q) => q.provider),
      queued.map((q) => q.handOverBy),
      queued.map((q) => q.dueAt),
      queued.map((q) => q.tried),
      queued.map((q) => q.laterRung),
    ],
  );
}

/** Takes messages out of the queue; returns those that were in it. */
export function dequeue(sql: Sql, messageIds: readonly string[]): Promise<Taken[]> {
  if (messageIds.length === 0) return Promise.resolve([]);
  return sql.query<Taken>(
    'delivery.dequeue',
    'DELETE FROM send_queue WHERE message_id = ANY($1::uuid[]) RETURNING message_id AS "messageId", tried',
    [messageIds],
  );
}

export interface QueueQuestion {
  readonly urgent: boolean;
  readonly provider: string;
  /** By partition: up to when its facts were handled, in milliseconds of the epoch. */
  readonly handledUpTo: readonly number[];
  /** By partition: up to when reactions to earlier rungs are known. */
  readonly reactionsUpTo: readonly number[];
  /** How old those views may be at most, in milliseconds. */
  readonly freshWithinMs: number;
  readonly reactionsFreshWithinMs: number;
  readonly limit: number;
}

/**
 * Looks for due messages, outside of any unit of work. By `now()`, which is the statement's own time there: an index can be
 * searched by it, and by `clock_timestamp()` it can't.
 */
@Injectable()
export class SendQueueIndex {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /**
   * Due messages of one provider, oldest first, before anything is locked. Those whose partition isn't caught up
   * wait, unless their time for the hand-over has run out anyway.
   */
  async findDue(question: QueueQuestion): Promise<{ messageId: string; recipient: string }[]> {
    const rows = await this.#dataSource.query<{ message_id: string; recipient_id: string }[]>(
      `SELECT message_id, recipient_id FROM send_queue
       WHERE urgent = $1 AND provider = $2 AND due_at <= now()
         AND (to_timestamp((($3::float8[])[kafka_partition + 1] + $4::float8) / 1000) >= clock_timestamp()
              AND (NOT later_rung
                   OR to_timestamp((($5::float8[])[kafka_partition + 1] + $6::float8) / 1000) >= clock_timestamp())
              OR hand_over_by <= clock_timestamp())
       ORDER BY due_at LIMIT $7`,
      [
        question.urgent,
        question.provider,
        question.handledUpTo,
        question.freshWithinMs,
        question.reactionsUpTo,
        question.reactionsFreshWithinMs,
        question.limit,
      ],
    );
    return rows.map((row) => ({ messageId: row.message_id, recipient: row.recipient_id }));
  }

  /** True when any message of a lane is due; asked often, costs a few index look-ups. */
  async anyDue(urgent: boolean, providers: readonly string[]): Promise<boolean> {
    const rows = await this.#dataSource.query<unknown[]>(
      `SELECT 1 FROM unnest($2::text[]) AS wanted(provider), LATERAL (
         SELECT 1 FROM send_queue AS q WHERE q.urgent = $1 AND q.provider = wanted.provider AND q.due_at <= now()
         LIMIT 1) AS found LIMIT 1`,
      [urgent, providers],
    );
    return rows.length > 0;
  }
}

/** Of these the ones that are still queued and due, locked and taken out. */
export function takeDue(sql: Sql, messageIds: readonly string[]): Promise<Taken[]> {
  return sql.query<Taken>(
    'delivery.take-due',
    `DELETE FROM send_queue WHERE message_id = ANY($1::uuid[]) AND due_at <= clock_timestamp()
     RETURNING message_id AS "messageId", tried`,
    [messageIds],
  );
}

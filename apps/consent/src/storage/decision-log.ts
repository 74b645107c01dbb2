import type { Channel, JsonObject, Purpose } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A decision as people look at it. */
export interface DecisionRow {
  readonly messageId: string;
  readonly request: number;
  /** Absent where the decision is older than this column, as is the purpose. */
  readonly channel: Channel | null;
  readonly purpose: Purpose | null;
  readonly topic: string | null;
  readonly decision: 'permitted' | 'deferred' | 'refused';
  readonly of: 'channel' | 'recipient' | null;
  readonly until: Date | null;
  readonly rule: string;
  /** Empty when the recipient is erased. */
  readonly values: JsonObject;
  readonly ledger: string | null;
  readonly decidedAt: Date;
}

/** Where a page ended. */
export interface DecisionPlace {
  readonly decidedAt: Date;
  readonly messageId: string;
}

/**
 * The index finds the recipient's decisions, and the newest of them are sorted out. An index that had them in order would
 * hold `decided_at`, which every renewed decision changes: each of those would then write to all of the table's indexes.
 * (An index on the recipient alone leaves such an update within its page, and is the smallest there is.)
 */
export const PAGE_OF_DECISIONS = `
  SELECT made.message_id AS "messageId", made.request, made.channel, made.purpose, made.topic, made.decision,
    made.refused_of AS "of", made.until, made.rule,
    CASE WHEN held.erased_at IS NULL THEN made.considered ELSE '{}'::jsonb END AS "values",
    made.ledger_entry AS ledger, made.decided_at AS "decidedAt"
  FROM decision AS made
  LEFT JOIN recipient AS held ON held.id = made.recipient_id
  WHERE made.recipient_id = $1
    AND ($2::timestamptz IS NULL OR (made.decided_at, made.message_id) < ($2::timestamptz, $3::uuid))
  ORDER BY made.decided_at DESC, made.message_id DESC
  LIMIT $4::int`;

/** What was looked at goes with the person; that something was decided, when and by which rule, stays. */
export const ERASE_CONSIDERED = `
  UPDATE decision SET considered = '{}'::jsonb, topic = NULL WHERE recipient_id = $1`;

/** Read model: what was decided about somebody's messages, newest first. */
@Injectable()
export class DecisionLog {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Empties what the decisions about somebody looked at. */
  async erase(sql: Sql, recipient: string): Promise<void> {
    await sql.query('consent.erase-considered', ERASE_CONSIDERED, [recipient]);
  }

  /** At most `limit` decisions about the messages to a recipient, from behind `before` on. */
  async page(recipient: string, limit: number, before?: DecisionPlace): Promise<DecisionRow[]> {
    return inTransaction(this.#dataSource, (sql) =>
      sql.query<DecisionRow>('consent.page-of-decisions', PAGE_OF_DECISIONS, [
        recipient,
        before?.decidedAt ?? null,
        before?.messageId ?? null,
        limit,
      ]),
    );
  }
}

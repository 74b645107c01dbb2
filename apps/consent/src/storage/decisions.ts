import type { Channel, JsonObject, Purpose, WithdrawalReason } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** What is known of a message before it is decided. */
export interface MessageMarks {
  /** The highest request that was decided; undefined when none was. */
  readonly request: number | undefined;
  readonly isWithdrawn: boolean;
}

/** A decision as it is kept. */
export interface DecisionRecord {
  readonly messageId: string;
  readonly request: number;
  readonly recipient: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic: string | undefined;
  readonly decision: 'permitted' | 'deferred' | 'refused';
  readonly of: 'channel' | 'recipient' | undefined;
  /** Of a permission or a deferral. */
  readonly until: Date | undefined;
  readonly rule: string;
  readonly values: JsonObject;
  readonly ledger: string | undefined;
}

/** A message that routing no longer wants. */
export interface WithdrawalRecord {
  readonly messageId: string;
  readonly reason: WithdrawalReason;
  readonly at: string;
}

export const LOAD_MARKS = `
  SELECT asked.id, made.request, mark.message_id IS NOT NULL AS withdrawn
  FROM unnest($1::uuid[]) AS asked(id)
  LEFT JOIN decision AS made ON made.message_id = asked.id
  LEFT JOIN withdrawal AS mark ON mark.message_id = asked.id`;

export const RECORD_DECISIONS = `
  INSERT INTO decision AS made (message_id, request, recipient_id, channel, purpose, topic, decision, refused_of,
    until, rule, considered, ledger_entry, decided_at)
  SELECT fresh."messageId", fresh.request, fresh.recipient, fresh.channel, fresh.purpose, fresh.topic, fresh.decision,
    fresh."of", fresh.until, fresh.rule, fresh."values", fresh.ledger, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS fresh("messageId" uuid, request int, recipient text, channel text,
    purpose text, topic text, decision text, "of" text, until timestamptz, rule text, "values" jsonb, ledger text)
  ON CONFLICT (message_id) DO UPDATE SET request = excluded.request, decision = excluded.decision,
    refused_of = excluded.refused_of, until = excluded.until, rule = excluded.rule, considered = excluded.considered,
    ledger_entry = excluded.ledger_entry, decided_at = excluded.decided_at
  WHERE made.request < excluded.request`;

export const MARK_WITHDRAWN = `
  INSERT INTO withdrawal (message_id, reason, at)
  SELECT fresh."messageId", fresh.reason, fresh.at
  FROM jsonb_to_recordset($1::jsonb) AS fresh("messageId" uuid, reason text, at timestamptz)
  ON CONFLICT (message_id) DO NOTHING`;

/** Which messages were decided how, and which are no longer wanted. */
@Injectable()
export class Decisions {
  /** By message id; every message that is asked for is there. */
  async marks(sql: Sql, messageIds: readonly string[]): Promise<Map<string, MessageMarks>> {
    const rows = await sql.query<{ id: string; request: number | null; withdrawn: boolean }>(
      'consent.marks',
      LOAD_MARKS,
      [messageIds],
    );
    return new Map(
      rows.map((row) => [row.id, { request: row.request ?? undefined, isWithdrawn: row.withdrawn }]),
    );
  }

  /** Keeps decisions; one about a lower request than the known one changes nothing. */
  async record(sql: Sql, decisions: readonly DecisionRecord[], at: Date): Promise<void> {
    if (decisions.length === 0) return;
    await sql.query('consent.record-decisions', RECORD_DECISIONS, [JSON.stringify(decisions), at]);
  }

  /** Leaves a mark on messages: whatever is asked about them from now on is refused. */
  async markWithdrawn(sql: Sql, withdrawals: readonly WithdrawalRecord[]): Promise<void> {
    await sql.query('consent.mark-withdrawn', MARK_WITHDRAWN, [JSON.stringify(withdrawals)]);
  }
}

import type { Basis } from '@hermod/consent-policy';
import type { Purpose } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** A contact point that is to be asked, with what tells how. */
export interface AskedPoint {
  readonly recipient: string;
  readonly contactPoint: string;
  readonly address: string;
  readonly locale: string | null;
  /** The number gets nothing. */
  readonly isSuppressed: boolean;
}

/** A question as it is kept. */
export interface OptInQuestion {
  readonly recipient: string;
  /** The pending entry that it is about. */
  readonly entry: string;
  readonly wording: string;
  readonly language: string;
}

/** A consent that waits for its confirmation, in the words that the person was asked in, with what was said since. */
export interface PendingConsent {
  readonly recipient: string;
  readonly id: string;
  readonly contactPoint: string;
  readonly purpose: Purpose | null;
  readonly topic: string | null;
  readonly basis: Basis | null;
  readonly validUntil: Date | null;
  readonly at: Date;
  readonly question: string;
  readonly language: string;
  /** The newest withdrawal that covers it, of whatever instant. */
  readonly withdrawnAt: Date | null;
  /** The newest STOP of its number, lifted or not. */
  readonly stoppedAt: Date | null;
}

export const LOAD_ASKED_POINTS = `
  SELECT point.recipient_id AS recipient, point.id AS "contactPoint", point.address, held.locale,
    coalesce(stop.stopped_at >= coalesce(stop.lifted_at, '-infinity'), false) AS "isSuppressed"
  FROM unnest($1::text[], $2::uuid[]) AS asked(recipient, id)
  JOIN contact_point AS point ON point.recipient_id = asked.recipient AND point.id = asked.id
  JOIN recipient AS held ON held.id = point.recipient_id
  LEFT JOIN suppression AS stop ON stop.address_hash = point.address_hash`;

export const KEEP_QUESTIONS = `
  INSERT INTO opt_in_question (recipient_id, entry_id, wording, language, asked_at)
  SELECT fresh.recipient, fresh.entry, fresh.wording, fresh.language, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS fresh(recipient text, entry uuid, wording text, language text)
  ON CONFLICT (recipient_id, entry_id) DO NOTHING
  RETURNING entry_id AS entry`;

/** A withdrawal covers what is as wide as it or narrower. */
export const LOAD_PENDING = `
  SELECT entry.recipient_id AS recipient, entry.id, entry.contact_point_id AS "contactPoint", entry.purpose,
    entry.topic, entry.basis, entry.valid_until AS "validUntil", entry.at, asked.wording AS question, asked.language,
    (SELECT max(later.at) FROM ledger AS later
     WHERE later.recipient_id = entry.recipient_id AND later.state = 'withdrawn' AND later.channel = entry.channel
       AND (later.contact_point_id IS NULL OR later.contact_point_id = entry.contact_point_id)
       AND (later.purpose IS NULL OR later.purpose = entry.purpose)
       AND (later.topic IS NULL OR later.topic = entry.topic)) AS "withdrawnAt",
    (SELECT stop.stopped_at FROM suppression AS stop WHERE stop.address_hash = heard."addressHash") AS "stoppedAt"
  FROM jsonb_to_recordset($1::jsonb) AS heard(recipient text, "contactPoint" uuid, "addressHash" text)
  JOIN opt_in_question AS asked ON asked.recipient_id = heard.recipient AND asked.confirmed_at IS NULL
  JOIN ledger AS entry ON entry.recipient_id = asked.recipient_id AND entry.id = asked.entry_id
    AND entry.contact_point_id = heard."contactPoint" AND entry.state = 'pending' AND entry.erased_at IS NULL`;

export const MARK_CONFIRMED = `
  UPDATE opt_in_question AS asked SET confirmed_at = fresh.at
  FROM jsonb_to_recordset($1::jsonb) AS fresh(recipient text, id uuid, at timestamptz)
  WHERE asked.recipient_id = fresh.recipient AND asked.entry_id = fresh.id`;

export const ERASE_QUESTIONS = 'DELETE FROM opt_in_question WHERE recipient_id = $1';

/** Which consents people were asked to confirm, and in which words. */
@Injectable()
export class OptInQuestions {
  /** The contact points of entries; one that is gone is absent. */
  points(
    sql: Sql,
    asked: readonly { readonly recipient: string; readonly contactPoint: string }[],
  ): Promise<AskedPoint[]> {
    return sql.query<AskedPoint>('consent.asked-points', LOAD_ASKED_POINTS, [
      asked.map(({ recipient }) => recipient),
      asked.map(({ contactPoint }) => contactPoint),
    ]);
  }

  /** Keeps questions. @returns the entries that nobody was asked about before. */
  async keep(sql: Sql, questions: readonly OptInQuestion[], at: Date): Promise<Set<string>> {
    if (questions.length === 0) return new Set();
    const rows = await sql.query<{ entry: string }>('consent.keep-questions', KEEP_QUESTIONS, [
      JSON.stringify(questions),
      at,
    ]);
    return new Set(rows.map(({ entry }) => entry));
  }

  /** What waits for a confirmation from these contact points. */
  pending(
    sql: Sql,
    heard: readonly {
      readonly recipient: string;
      readonly contactPoint: string;
      readonly addressHash: string;
    }[],
  ): Promise<PendingConsent[]> {
    return sql.query<PendingConsent>('consent.pending-consents', LOAD_PENDING, [JSON.stringify(heard)]);
  }

  /** Remembers what was confirmed: a further YES finds nothing that waits. */
  async markConfirmed(
    sql: Sql,
    confirmed: readonly { readonly recipient: string; readonly id: string; readonly at: Date }[],
  ): Promise<void> {
    if (confirmed.length === 0) return;
    await sql.query('consent.mark-confirmed', MARK_CONFIRMED, [JSON.stringify(confirmed)]);
  }

  /** Forgets what a recipient was asked. */
  async erase(sql: Sql, recipient: string): Promise<void> {
    await sql.query('consent.erase-questions', ERASE_QUESTIONS, [recipient]);
  }
}

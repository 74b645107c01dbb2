import type { Channel } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What somebody wrote and no run had asked for. */
export interface UnmatchedAnswer {
  /** The id of the fact. */
  readonly id: string;
  /** The recipient, or the HMAC of an address that nobody has. */
  readonly key: string;
  readonly isRecipient: boolean;
  readonly channel: Channel;
  readonly to: string | undefined;
  readonly text: string | undefined;
  /** ISO 8601. */
  readonly at: string;
  readonly why: string;
}

/** An unmatched answer as it is shown. */
export interface KnownUnmatchedAnswer {
  readonly id: string;
  readonly at: Date;
  readonly recipient: string | null;
  readonly channel: Channel;
  readonly to: string | null;
  readonly text: string | null;
  readonly why: string;
}

export const KEEP_UNMATCHED = `
  INSERT INTO unmatched_answer (id, recipient_id, is_recipient, channel, sent_to, text, at, why, recorded_at)
  SELECT given.*, $9::timestamptz
  FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[])
    AS given
  ON CONFLICT (id) DO NOTHING`;

/** Keeps what answered nothing. */
export async function keepUnmatched(sql: Sql, answers: readonly UnmatchedAnswer[], now: Date): Promise<void> {
  if (answers.length === 0) return;
  await sql.query('routing.keep-unmatched', KEEP_UNMATCHED, [
    answers.map(({ id }) => id),
    answers.map(({ key }) => key),
    answers.map(({ isRecipient }) => isRecipient),
    answers.map(({ channel }) => channel),
    answers.map(({ to }) => to ?? null),
    answers.map(({ text }) => text ?? null),
    answers.map(({ at }) => at),
    answers.map(({ why }) => why),
    now,
  ]);
}

/** Forgets what a person wrote, under their id and under the addresses that they had. */
export async function eraseUnmatched(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.query(
    'routing.erase-unmatched',
    'DELETE FROM unmatched_answer WHERE recipient_id = ANY($1::text[])',
    [keys],
  );
}

/** Read model: what people wrote that no run had asked for. Kept for 30 days. */
@Injectable()
export class UnmatchedAnswers {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Newest first, those behind `after`. */
  list(limit: number, after: { at: Date; id: string } | undefined): Promise<KnownUnmatchedAnswer[]> {
    return this.#dataSource.query<KnownUnmatchedAnswer[]>(
      `SELECT id, at, CASE WHEN is_recipient THEN recipient_id END AS recipient, channel, sent_to AS "to", text, why
       FROM unmatched_answer
       WHERE $2::timestamptz IS NULL OR (at, id) < ($2::timestamptz, $3::uuid)
       ORDER BY at DESC, id DESC LIMIT $1`,
      [limit, after?.at ?? null, after?.id ?? null],
    );
  }

  async forget(): Promise<void> {
    await this.#dataSource.query(
      `DELETE FROM unmatched_answer WHERE recorded_at < now() - interval '30 days'`,
    );
  }
}

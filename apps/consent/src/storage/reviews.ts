import type { Channel } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A text that may ask for an end, as it is taken down. */
export interface NewReview {
  readonly id: string;
  readonly addressHash: string;
  readonly channel: Channel;
  /** Whose copy it is; the words of somebody who is erased are not kept. */
  readonly recipient: string | undefined;
  readonly words: string | undefined;
  /** What in the words may ask for an end. */
  readonly phrase: string;
  readonly provider: string;
  readonly at: Date;
}

export type Verdict = 'opt-out' | 'no-opt-out';

/** A review as people look at it. */
export interface ReviewRow {
  readonly id: string;
  readonly addressHash: string;
  readonly channel: Channel;
  /** Who holds the number now. */
  readonly recipients: readonly string[];
  readonly words: string | null;
  readonly phrase: string;
  readonly provider: string;
  readonly at: Date;
  readonly status: 'open' | Verdict;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly reason: string | null;
}

/** Which reviews, and from where on. */
export interface ReviewFilter {
  readonly isOpen: boolean;
  /** Of the numbers that they hold. */
  readonly recipient: string | undefined;
  /** Behind this one. */
  readonly after: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** The copies of a text meet here: the first one makes the row, and no other brings words back that are gone. */
export const ADD_REVIEWS = `
  INSERT INTO review (id, address_hash, channel, words, phrase, provider, at)
  SELECT DISTINCT ON (fresh.id) fresh.id, fresh."addressHash", fresh.channel,
    CASE WHEN gone.id IS NULL THEN fresh.words END, fresh.phrase, fresh.provider, fresh.at
  FROM jsonb_to_recordset($1::jsonb) AS fresh(id uuid, "addressHash" text, channel text, recipient text, words text,
    phrase text, provider text, at timestamptz)
  LEFT JOIN recipient AS gone ON gone.id = fresh.recipient AND gone.erased_at IS NOT NULL
  ORDER BY fresh.id, gone.id NULLS LAST
  ON CONFLICT (id) DO NOTHING`;

export const OPEN_REVIEWS = `SELECT id FROM review WHERE id = ANY($1::uuid[]) AND status = 'open'`;

const COLUMNS = `review.id, review.address_hash AS "addressHash", review.channel, review.words, review.phrase,
  review.provider, review.at, review.status, review.settled_at AS "settledAt", review.settled_by AS "settledBy",
  review.reason,
  ARRAY(SELECT point.recipient_id FROM contact_point AS point WHERE point.address_hash = review.address_hash
    ORDER BY point.recipient_id) AS recipients`;

const AFTER = '($1::timestamptz IS NULL OR (at, id) > ($1::timestamptz, $2::uuid))';
const OF_RECIPIENT = `($3::text IS NULL OR address_hash IN (
  SELECT point.address_hash FROM contact_point AS point WHERE point.recipient_id = $3::text))`;

/** Two statements, so that each is read from the index of its own. */
export const PAGE_OF_OPEN_REVIEWS = `
  SELECT ${COLUMNS} FROM review WHERE status = 'open' AND ${AFTER} AND ${OF_RECIPIENT} ORDER BY at, id LIMIT $4::int`;
export const PAGE_OF_SETTLED_REVIEWS = `
  SELECT ${COLUMNS} FROM review WHERE status <> 'open' AND ${AFTER} AND ${OF_RECIPIENT} ORDER BY at, id LIMIT $4::int`;

export const FIND_REVIEW = `SELECT ${COLUMNS} FROM review WHERE id = $1::uuid`;

export const OLDEST_REVIEW = `
  SELECT extract(epoch FROM now() - at)::float8 AS seconds FROM review WHERE status = 'open' ORDER BY at, id LIMIT 1`;

export const SETTLE_REVIEW = `
  UPDATE review SET status = $2, settled_at = $3::timestamptz, settled_by = $4, reason = $5
  WHERE id = $1::uuid AND status = 'open'`;

/** The words that they wrote themselves, and those from a number that they hold. */
export const ERASE_WORDS = `
  UPDATE review SET words = NULL
  WHERE words IS NOT NULL AND id IN (
    SELECT entry.id FROM ledger AS entry WHERE entry.recipient_id = $1 AND entry.state = 'objected'
    UNION ALL
    SELECT held.id FROM contact_point AS point JOIN review AS held ON held.address_hash = point.address_hash
    WHERE point.recipient_id = $1)`;

/** Texts that may ask for an end: while one is open, its number gets no marketing. */
@Injectable()
export class Reviews {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Takes texts down, each once however many copies come. @returns the ids of those that are open. */
  async add(sql: Sql, reviews: readonly NewReview[]): Promise<Set<string>> {
    if (reviews.length === 0) return new Set();
    await sql.query('consent.add-reviews', ADD_REVIEWS, [JSON.stringify(reviews)]);
    const rows = await sql.query<{ id: string }>('consent.open-reviews', OPEN_REVIEWS, [
      reviews.map(({ id }) => id),
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  /** Oldest first. */
  page({ isOpen, recipient, after, limit }: ReviewFilter): Promise<ReviewRow[]> {
    const [name, text]: readonly [string, string] = isOpen
      ? ['consent.page-of-open-reviews', PAGE_OF_OPEN_REVIEWS]
      : ['consent.page-of-settled-reviews', PAGE_OF_SETTLED_REVIEWS];
    return inTransaction(this.#dataSource, (sql) =>
      sql.query<ReviewRow>(name, text, [after?.at ?? null, after?.id ?? null, recipient ?? null, limit]),
    );
  }

  /** How long the oldest that is open has waited; 0 when there is none. */
  async oldestSeconds(): Promise<number> {
    const [row] = await inTransaction(this.#dataSource, (sql) =>
      sql.query<{ seconds: number }>('consent.oldest-review', OLDEST_REVIEW, []),
    );
    return row?.seconds ?? 0;
  }

  /** One of them, before any lock is taken. */
  lookUp(id: string): Promise<ReviewRow | undefined> {
    return inTransaction(this.#dataSource, (sql) => this.find(sql, id));
  }

  async find(sql: Sql, id: string): Promise<ReviewRow | undefined> {
    const [row] = await sql.query<ReviewRow>('consent.find-review', FIND_REVIEW, [id]);
    return row;
  }

  /** Settles a review that is open; of one that isn't nothing changes. */
  async settle(
    sql: Sql,
    id: string,
    { verdict, reason, by, at }: { verdict: Verdict; reason: string; by: string; at: Date },
  ): Promise<void> {
    await sql.query('consent.settle-review', SETTLE_REVIEW, [id, verdict, at, by, reason]);
  }

  /**
   * Takes a recipient's words out of the reviews; what was decided about them stays. Before their contact points and their ledger
   * are emptied, for those tell which words are theirs.
   */
  async erase(sql: Sql, recipient: string): Promise<void> {
    await sql.query('consent.erase-reviews', ERASE_WORDS, [recipient]);
  }
}

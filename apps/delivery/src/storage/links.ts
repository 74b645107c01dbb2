import type { Channel, Lane } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A link of a message as it is written. */
export interface NewLink {
  /** 16 characters in base64url. */
  readonly code: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly runId: string | null;
  readonly channel: Channel;
  readonly urgent: boolean;
  /** Where it leads; null for the picture that tells of an opening. */
  readonly target: string | null;
  /** Counts the links of the message. */
  readonly position: number;
  readonly expiresAt: Date;
}

/** A link as it is looked up. */
export interface KnownLink extends Omit<NewLink, 'code' | 'urgent' | 'position'> {
  readonly lane: Lane;
  /** How many the message has that lead somewhere. */
  readonly siblings: number;
  /** When the message was handed over last; null before that. */
  readonly handedOverAt: Date | null;
}

/** Writes the links of messages. The same link again, of a message that is looked at once more, stays as it is. */
export async function addLinks(sql: Sql, links: readonly NewLink[], now: Date): Promise<void> {
  if (links.length === 0) return;
  await sql.query(
    'delivery.add-links',
    `INSERT INTO link (code, message_id, recipient_id, run_id, channel, urgent, target, position, expires_at, created_at)
     SELECT given.*, $10::timestamptz
     FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::boolean[], $7::text[], $8::int[],
                 $9::timestamptz[]) AS given
     ON CONFLICT (code) DO NOTHING`,
    [
      links.map((link) => link.code),
      links.map((link) => link.messageId),
      links.map((link) => link.recipient),
      links.map((link) => link.runId),
      links.map((link) => link.channel),
      links.map((link) => link.urgent),
      links.map((link) => link.target),
      links.map((link) => link.position),
      links.map((link) => link.expiresAt),
      now,
    ],
  );
}

/** Deletes the links of messages whose recipient was erased: they lead nowhere any more, and tell nothing. */
export async function forgetLinks(sql: Sql, messageIds: readonly string[]): Promise<void> {
  await sql.query('delivery.forget-links', 'DELETE FROM link WHERE message_id = ANY($1::uuid[])', [
    messageIds,
  ]);
}

export const FIND_LINK = `
  SELECT found.message_id AS "messageId", found.recipient_id AS recipient, found.run_id AS "runId", found.channel,
    CASE WHEN found.urgent THEN 'urgent' ELSE 'plain' END AS lane, found.target, found.expires_at AS "expiresAt",
    (SELECT count(*)::int FROM link WHERE link.message_id = found.message_id AND link.target IS NOT NULL) AS siblings,
    (SELECT max(coalesce(attempt.called_at, attempt.started_at)) FROM attempt
      WHERE attempt.message_id = found.message_id) AS "handedOverAt"
  FROM link AS found WHERE found.code = $1`;

/** Of the oldest first, so that the index on the end finds them. */
export const SWEEP_LINKS = `
  DELETE FROM link WHERE code IN (
    SELECT code FROM link WHERE expires_at < $1::timestamptz ORDER BY expires_at LIMIT $2::int)
  RETURNING code`;

/** The links of messages, for whoever follows one. */
@Injectable()
export class Links {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Expired ones too; undefined where there is none. */
  async find(code: string): Promise<KnownLink | undefined> {
    const [found] = await this.#dataSource.query<KnownLink[]>(FIND_LINK, [code]);
    return found;
  }

  /** Deletes links that expired before an instant. @returns how many */
  async sweep(before: Date, limit: number): Promise<number> {
    // TypeORM gives the rows of a deletion together with their number.
    const [rows] = await this.#dataSource.query<[unknown[], number]>(SWEEP_LINKS, [before, limit]);
    return rows.length;
  }
}

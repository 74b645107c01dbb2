import type { Channel, Purpose } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A message that counts against caps, from its permission on. */
export interface CountedMessage {
  readonly recipient: string;
  readonly messageId: string;
  readonly request: number;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic: string | undefined;
}

/** A request of a message that was permitted, and came to nothing. */
export interface GivenBack {
  readonly recipient: string;
  readonly messageId: string;
  readonly request: number;
}

/** No cap looks further back. */
export const LONGEST_CAP_DAYS = 31;

export const COUNT_MESSAGES = `
  INSERT INTO counted_message AS held (recipient_id, message_id, request, channel, purpose, topic, at)
  SELECT fresh.recipient, fresh."messageId", fresh.request, fresh.channel, fresh.purpose, fresh.topic, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS fresh(recipient text, "messageId" uuid, request int, channel text,
    purpose text, topic text)
  ON CONFLICT (recipient_id, message_id) DO UPDATE SET request = excluded.request, at = excluded.at
  WHERE held.request < excluded.request`;

/** A request that was made anew since keeps its place. */
export const GIVE_BACK = `
  DELETE FROM counted_message AS held
  USING jsonb_to_recordset($1::jsonb) AS back(recipient text, "messageId" uuid, request int)
  WHERE held.recipient_id = back.recipient AND held.message_id = back."messageId" AND held.request <= back.request`;

export const FORGET = `
  DELETE FROM counted_message WHERE (recipient_id, message_id) IN (
    SELECT recipient_id, message_id FROM counted_message
    WHERE at < now() - make_interval(days => ${LONGEST_CAP_DAYS}) ORDER BY at LIMIT 5000 FOR UPDATE SKIP LOCKED)`;

/** What caps count. Written under the recipients' locks, so that no two instances take the same place. */
@Injectable()
export class CountedMessages {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async count(sql: Sql, messages: readonly CountedMessage[], at: Date): Promise<void> {
    if (messages.length === 0) return;
    await sql.query('consent.count-messages', COUNT_MESSAGES, [JSON.stringify(messages), at]);
  }

  async giveBack(sql: Sql, messages: readonly GivenBack[]): Promise<void> {
    if (messages.length === 0) return;
    await sql.query('consent.give-back', GIVE_BACK, [JSON.stringify(messages)]);
  }

  /** Drops some of what no cap looks back at any more. @returns how many; none when nothing is left. */
  async forgetOld(): Promise<number> {
    const [, count] = await this.#dataSource.query<[unknown, number]>(FORGET);
    return count;
  }
}

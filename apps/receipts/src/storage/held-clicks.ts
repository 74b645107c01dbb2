import type { Channel, Lane } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A click of which it is not known yet whether a person made it. */
export interface HeldClick {
  readonly id: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly runId: string | null;
  readonly channel: Channel;
  readonly lane: Lane;
  /** Of the link. */
  readonly code: string;
  /** Who clicked, as an HMAC of the address. */
  readonly visitor: string;
  readonly at: Date;
}

/** A click whose time has come, and whether its visitor followed another link of the message at the same time. */
export interface DueClick extends Omit<HeldClick, 'code' | 'visitor'> {
  readonly isBurst: boolean;
}

export const ADD_HELD_CLICK = `
  INSERT INTO held_click (id, message_id, recipient_id, run_id, channel, lane, code, visitor, at)
  VALUES ($1::uuid, $2::uuid, $3, $4::uuid, $5, $6, $7, $8, $9::timestamptz)`;

/** $1: those that were made up to then; $2: how near two clicks are at the same time, in milliseconds. */
export const FIND_DUE_CLICKS = `
  SELECT held.id, held.message_id AS "messageId", held.recipient_id AS recipient, held.run_id AS "runId", held.channel, held.lane,
    held.at, EXISTS (
      SELECT 1 FROM held_click AS other
      WHERE other.message_id = held.message_id AND other.visitor = held.visitor AND other.code <> held.code
        AND other.at BETWEEN held.at - $2::int * interval '1 millisecond' AND held.at + $2::int * interval '1 millisecond'
    ) AS "isBurst"
  FROM held_click AS held WHERE NOT held.settled AND held.at <= $1::timestamptz
  ORDER BY held.at LIMIT $3::int`;

export const SETTLE_CLICKS = `
  UPDATE held_click SET settled = true WHERE id = ANY($1::uuid[]) AND NOT settled RETURNING id`;

/** Clicks that wait a moment before they are recorded. */
@Injectable()
export class HeldClicks {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async add(click: HeldClick): Promise<void> {
    const { id, messageId, recipient, runId, channel, lane, code, visitor, at } = click;
    await this.#dataSource.query(ADD_HELD_CLICK, [
      id,
      messageId,
      recipient,
      runId,
      channel,
      lane,
      code,
      visitor,
      at,
    ]);
  }

  /** The clicks that were made up to an instant and wait, oldest first. @param nearMs how near is at the same time */
  due(upTo: Date, nearMs: number, limit: number): Promise<DueClick[]> {
    return this.#dataSource.query<DueClick[]>(FIND_DUE_CLICKS, [upTo, nearMs, limit]);
  }

  /** They wait no more; whoever clicks at the same time still meets them. @returns the ids of those that had waited */
  async settle(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>('held-clicks.settle', SETTLE_CLICKS, [ids]);
    return new Set(rows.map((row) => row.id));
  }

  /** Deletes what was settled and is older than an instant. */
  async forget(before: Date): Promise<void> {
    await this.#dataSource.query('DELETE FROM held_click WHERE settled AND at < $1::timestamptz', [before]);
  }
}

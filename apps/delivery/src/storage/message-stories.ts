import { Inject, Injectable } from '@nestjs/common';
import type { Channel, Permission, Why } from '@hermod/contracts';
import { DataSource } from 'typeorm';

interface MessageRow extends Record<string, unknown> {
  readonly id: string;
  readonly channel: Channel;
  readonly permission: Permission;
  readonly why: Why;
  readonly decidedAt: Date;
  readonly createdAt: Date;
  readonly status: string;
  readonly erased: boolean;
  /** An attempt is under way. */
  readonly isCalling: boolean;
}

interface AttemptRow extends Record<string, unknown> {
  readonly takenBackAt: Date | null;
}

/** A message for people to look at, without addresses; `source` is what its words are made from. */
export interface MessageStory {
  readonly view: object;
  readonly source: {
    readonly channel: Channel;
    readonly permission: Permission;
    readonly decidedAt: Date;
    readonly erased: boolean;
  };
}

/** Whose messages, and from where on. */
export interface MessageFilter {
  readonly recipient: string;
  /** Older than this message. */
  readonly before?: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** A message in a list. */
export interface MessageSummary {
  readonly id: string;
  readonly createdAt: Date;
}

const COLUMNS = `id, recipient_id AS recipient, run_id AS "runId", channel, purpose,
  CASE WHEN urgent THEN 'urgent' ELSE 'plain' END AS lane, status, reason, withdrawn, erased, request, permission, why,
  decided_at AS "decidedAt", hand_over_by AS "handOverBy", created_at AS "createdAt",
  EXISTS (SELECT FROM attempt WHERE message_id = message.id AND state = 'started') AS "isCalling"`;

/** Read model: messages for people to look at, newest first, and one with its attempts. */
@Injectable()
export class MessageStories {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async find(id: string): Promise<MessageStory | undefined> {
    const [row] = await this.dataSource.query<MessageRow[]>(
      `SELECT ${COLUMNS} FROM message WHERE id = $1::uuid`,
      [id],
    );
    if (row === undefined) return undefined;
    const attempts = await this.dataSource.query<AttemptRow[]>(
      `SELECT id, contact_point AS "contactPoint", provider, n, resends, state, started_at AS "startedAt", called_at AS "calledAt",
         closed_at AS "closedAt", provider_message_id AS "providerMessageId", reason, sender, trouble, take_back AS "takeBack", taken_back_at AS "takenBackAt"
       FROM attempt WHERE message_id = $1::uuid ORDER BY n, id`,
      [id],
    );
    const { channel, permission, why, decidedAt, erased } = row;
    return {
      view: { ...toSummary(row), permission: { why, decidedAt }, ...withTakenBack(attempts) },
      source: { channel, permission, decidedAt, erased },
    };
  }

  /** A recipient's messages, newest first. */
  async list({ recipient, before, limit }: MessageFilter): Promise<MessageSummary[]> {
    const rows = await this.dataSource.query<MessageRow[]>(
      `SELECT ${COLUMNS} FROM message
       WHERE recipient_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2::timestamptz, $3::uuid))
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [recipient, before?.createdAt ?? null, before?.id ?? null, limit],
    );
    return rows.map(toSummary);
  }
}

/** Attempts, and when the first of them was taken back. */
function withTakenBack(rows: readonly AttemptRow[]): object {
  const attempts = rows.map(({ takenBackAt: _at, ...attempt }) => attempt);
  const takenBack = rows.find(({ takenBackAt }) => takenBackAt !== null)?.takenBackAt;
  return { attempts, ...(takenBack === undefined ? {} : { takenBack }) };
}

/** Taken apart here: PostgreSQL looks into no JSON that holds a NUL somewhere, and events may. */
function toSummary(row: MessageRow): MessageSummary {
  const { permission, why: _why, decidedAt: _decidedAt, isCalling, erased, status: stored, ...rest } = row;
  const message = erased ? { ...rest, erased } : rest;
  const { journey, step, topic, template } = permission.intent;
  const status = stored === 'open' ? (isCalling ? 'sending' : 'queued') : stored;
  return { ...message, status, journey, step, topic, template } as MessageSummary;
}

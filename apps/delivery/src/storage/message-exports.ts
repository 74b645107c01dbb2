import type { Channel, Permission, Why } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A message with everything that is kept of it. */
export interface KeptMessage {
  readonly id: string;
  readonly runId: string | null;
  readonly channel: Channel;
  readonly purpose: string;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date;
  readonly permission: Permission;
  readonly why: Why;
  readonly erased: boolean;
}

/** An attempt, with the message it is of. */
export interface KeptAttempt {
  readonly messageId: string;
}

/** Read model: all that delivery keeps of a recipient. */
@Injectable()
export class MessageExports {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Newest first. */
  messages(recipient: string, limit: number): Promise<KeptMessage[]> {
    return this.dataSource.query<KeptMessage[]>(
      `SELECT id, run_id AS "runId", channel, purpose, status, reason, created_at AS "createdAt",
         decided_at AS "decidedAt", permission, why, erased
       FROM message WHERE recipient_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`,
      [recipient, limit],
    );
  }

  /** The attempts of messages, first to last. */
  attempts(messageIds: readonly string[]): Promise<KeptAttempt[]> {
    return this.dataSource.query<KeptAttempt[]>(
      `SELECT message_id AS "messageId", id, contact_point AS "contactPoint", provider, n, state,
         started_at AS "startedAt", called_at AS "calledAt", closed_at AS "closedAt",
         provider_message_id AS "providerMessageId", reason, sender, trouble, take_back AS "takeBack"
       FROM attempt WHERE message_id = ANY($1::uuid[]) ORDER BY n, id`,
      [messageIds],
    );
  }

  /** What a recipient does not want, as the last look knows it. */
  optOuts(recipient: string, limit: number): Promise<object[]> {
    return this.dataSource.query<object[]>(
      'SELECT at, lifts, scope FROM opt_out WHERE recipient_id = $1 ORDER BY at LIMIT $2',
      [recipient, limit],
    );
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Permission, Why } from '@hermod/contracts';
import { DataSource } from 'typeorm';

interface MessageRow extends Record<string, unknown> {
  readonly permission: Permission;
  readonly why: Why;
  readonly decidedAt: Date;
  readonly handOverBy: Date;
  readonly createdAt: Date;
}

/** Read model: one message with its attempts, without addresses. */
@Injectable()
export class MessageStories {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async find(id: string): Promise<object | undefined> {
    const [row] = await this.dataSource.query<MessageRow[]>(
      `SELECT id, recipient_id AS recipient, run_id AS "runId", channel, purpose,
         CASE WHEN urgent THEN 'urgent' ELSE 'plain' END AS lane, status, reason, withdrawn, request, permission, why,
         decided_at AS "decidedAt", hand_over_by AS "handOverBy", created_at AS "createdAt"
       FROM message WHERE id = $1::uuid`,
      [id],
    );
    if (row === undefined) return undefined;
    const attempts = await this.dataSource.query<{ state: string }[]>(
      `SELECT id, contact_point AS "contactPoint", provider, n, resends, state, started_at AS "startedAt", called_at AS "calledAt",
         closed_at AS "closedAt", provider_message_id AS "providerMessageId", reason
       FROM attempt WHERE message_id = $1::uuid ORDER BY n, id`,
      [id],
    );
    // Taken apart here: PostgreSQL looks into no JSON that holds a NUL somewhere, and events may.
    const { permission, why, decidedAt, status: stored, ...message } = row;
    const isCalling = attempts.some(({ state }) => state === 'started');
    const status = stored === 'open' ? (isCalling ? 'sending' : 'queued') : stored;
    const { journey, step, topic, template } = permission.intent;
    return { ...message, status, journey, step, topic, template, permission: { why, decidedAt }, attempts };
  }
}

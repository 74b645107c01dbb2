import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Read model: one message with its attempts, without addresses. */
@Injectable()
export class MessageStories {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async find(id: string): Promise<object | undefined> {
    const [row] = await this.dataSource.query<{ message: Record<string, unknown> }[]>(
      `SELECT json_build_object(
         'id', id, 'recipient', recipient_id, 'runId', run_id, 'channel', channel, 'purpose', purpose,
         'lane', CASE WHEN urgent THEN 'urgent' ELSE 'plain' END,
         'journey', permission #>> '{intent,journey}', 'step', permission #>> '{intent,step}',
         'topic', permission #>> '{intent,topic}', 'template', permission #>> '{intent,template}',
         'status', status, 'reason', reason, 'withdrawn', withdrawn, 'request', request,
         'permission', json_build_object('why', why, 'decidedAt', decided_at), 'handOverBy', hand_over_by, 'createdAt', created_at
       ) AS message FROM message WHERE id = $1::uuid`,
      [id],
    );
    if (row === undefined) return undefined;
    const attempts = await this.dataSource.query<object[]>(
      `SELECT id, contact_point AS "contactPoint", provider, n, resends, state, started_at AS "startedAt", called_at AS "calledAt",
         closed_at AS "closedAt", provider_message_id AS "providerMessageId", reason
       FROM attempt WHERE message_id = $1::uuid ORDER BY n, id`,
      [id],
    );
    return { ...row.message, attempts };
  }
}

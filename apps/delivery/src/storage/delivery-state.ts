import type { Lane } from '@hermod/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Attempts that are not settled. */
export interface OpenAttemptState {
  /** Claimed and not ended. */
  readonly unfinished: number;
  /** How long ago the oldest of them was claimed; 0 when there is none. */
  readonly unfinishedSeconds: number;
  /** Closed within a day with an outcome that nobody knows. */
  readonly unknown: number;
}

/** What of a lane's queue is due. */
export interface QueueState {
  readonly lane: Lane;
  readonly due: number;
  /** How long the oldest has been due; 0 when none is. */
  readonly oldestSeconds: number;
}

const MOST_COUNTED = 10_000;

/** What waits in delivery, for metrics: counted by index and only so far, by the statement's clock. */
@Injectable()
export class DeliveryState {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async attempts(): Promise<OpenAttemptState> {
    const rows = await this.#dataSource.query<OpenAttemptState[]>(
      `SELECT
         (SELECT count(*)::int FROM (
            SELECT 1 FROM attempt WHERE state = 'started' LIMIT ${MOST_COUNTED}) AS found) AS unfinished,
         coalesce(extract(epoch FROM now() - (
            SELECT started_at FROM attempt WHERE state = 'started' ORDER BY started_at LIMIT 1)), 0)::float8
           AS "unfinishedSeconds",
         (SELECT count(*)::int FROM (
            SELECT 1 FROM attempt WHERE state = 'unknown' AND closed_at > now() - interval '1 day'
            LIMIT ${MOST_COUNTED}) AS found) AS unknown`,
    );
    return rows[0]!;
  }

  /** @param providers whose messages are asked for. */
  queues(providers: readonly string[]): Promise<QueueState[]> {
    return this.#dataSource.query<QueueState[]>(
      `SELECT lane.name AS lane, least(coalesce(sum(waiting.due), 0), ${MOST_COUNTED})::int AS due,
         coalesce(max(extract(epoch FROM now() - oldest.due_at)), 0)::float8 AS "oldestSeconds"
       FROM (VALUES ('plain', false), ('urgent', true)) AS lane(name, urgent)
       LEFT JOIN unnest($1::text[]) AS provider(id) ON true
       LEFT JOIN LATERAL (
         SELECT due_at FROM send_queue
         WHERE urgent = lane.urgent AND provider = provider.id AND due_at <= now() ORDER BY due_at LIMIT 1
       ) AS oldest ON true
       LEFT JOIN LATERAL (
         SELECT count(*) AS due FROM (
           SELECT 1 FROM send_queue WHERE urgent = lane.urgent AND provider = provider.id AND due_at <= now()
           LIMIT ${MOST_COUNTED}) AS found
       ) AS waiting ON true
       GROUP BY lane.name`,
      [providers],
    );
  }
}

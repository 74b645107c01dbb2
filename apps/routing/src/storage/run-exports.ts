import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoredEntry } from './run-entries.ts';

/** A run with everything that is kept of it. */
export interface KeptRun {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Read model: all that routing keeps of a recipient. */
@Injectable()
export class RunExports {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Newest first, each with the event that started it and what the journey has remembered. */
  runs(recipient: string, limit: number): Promise<KeptRun[]> {
    return this.#dataSource.query<KeptRun[]>(
      `SELECT id, journey, version, status, outcome, started_at AS "startedAt", ended_at AS "endedAt", event, state
       FROM run WHERE recipient_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2`,
      [recipient, limit],
    );
  }

  /** The stories of runs, by run. */
  async timelines(runIds: readonly string[]): Promise<Map<string, StoredEntry[]>> {
    const rows = await this.#dataSource.query<{ run_id: string; entries: StoredEntry[] }[]>(
      'SELECT run_id, entries FROM run_entry WHERE run_id = ANY($1::uuid[]) ORDER BY run_id, id',
      [runIds],
    );
    const timelines = new Map<string, StoredEntry[]>();
    for (const { run_id: id, entries } of rows) timelines.set(id, [...(timelines.get(id) ?? []), ...entries]);
    return timelines;
  }

  /** What conditions and audiences know of a recipient. */
  async known(recipient: string): Promise<object> {
    const [row] = await this.#dataSource.query<object[]>(
      `SELECT known.attributes, activity.events AS "lastEvents", activity.signals AS "lastSignals"
       FROM (VALUES ($1::text)) AS asked(id)
       LEFT JOIN recipient AS known ON known.recipient_id = asked.id
       LEFT JOIN recipient_activity AS activity ON activity.recipient_id = asked.id`,
      [recipient],
    );
    return row ?? {};
  }

  /** What they wrote that no run had asked for. */
  unmatched(recipient: string, limit: number): Promise<object[]> {
    return this.#dataSource.query<object[]>(
      `SELECT at, channel, sent_to AS "to", text FROM unmatched_answer WHERE recipient_id = $1 ORDER BY at DESC LIMIT $2`,
      [recipient, limit],
    );
  }

  /** Lists of launches that a recipient stands on, with what they say. */
  lists(recipient: string, limit: number): Promise<object[]> {
    return this.#dataSource.query<object[]>(
      `SELECT launch_id AS launch, data FROM launch_recipient WHERE recipient_id = $1 LIMIT $2`,
      [recipient, limit],
    );
  }
}

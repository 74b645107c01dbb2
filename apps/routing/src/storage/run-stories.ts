import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { StoredEntry } from './run-entries.ts';

export interface RunSummary {
  readonly id: string;
  readonly recipient: string;
  readonly journey: string;
  readonly version: number;
  readonly status: 'running' | 'ended';
  readonly outcome: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly traceparent: string | null;
}

export interface RunFilter {
  readonly recipient?: string | undefined;
  readonly journey?: string | undefined;
  readonly status?: 'running' | 'ended' | undefined;
  /** Older than this run. */
  readonly before?: { readonly startedAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

const COLUMNS = `id, recipient_id AS recipient, journey, version, status, outcome,
  started_at AS "startedAt", ended_at AS "endedAt", traceparent`;

/** Read model: runs for people to look at, newest first, and the story of one. */
@Injectable()
export class RunStories {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  list(filter: RunFilter): Promise<RunSummary[]> {
    const values: unknown[] = [];
    const value = (given: unknown): string => `$${values.push(given)}`;
    const conditions = [
      ...(filter.recipient === undefined ? [] : [`recipient_id = ${value(filter.recipient)}`]),
      ...(filter.journey === undefined ? [] : [`journey = ${value(filter.journey)}`]),
      ...(filter.status === undefined ? [] : [`status = ${value(filter.status)}`]),
      ...(filter.before === undefined
        ? []
        : [`(started_at, id) < (${value(filter.before.startedAt)}, ${value(filter.before.id)}::uuid)`]),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.#dataSource.query<RunSummary[]>(
      `SELECT ${COLUMNS} FROM run ${where} ORDER BY started_at DESC, id DESC LIMIT ${value(filter.limit)}`,
      values,
    );
  }

  async find(id: string): Promise<{ run: RunSummary; timeline: StoredEntry[] } | undefined> {
    const [run] = await this.#dataSource.query<RunSummary[]>(
      `SELECT ${COLUMNS} FROM run WHERE id = $1::uuid`,
      [id],
    );
    if (run === undefined) return undefined;
    const rows = await this.#dataSource.query<{ entries: StoredEntry[] }[]>(
      'SELECT entries FROM run_entry WHERE run_id = $1::uuid ORDER BY id LIMIT 1000',
      [id],
    );
    return { run, timeline: rows.flatMap(({ entries }) => entries) };
  }
}

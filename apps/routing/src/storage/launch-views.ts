import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { LaunchCounts, LaunchKind, LaunchState } from './launches.ts';

/** A launch for people to look at. */
export interface LaunchSummary extends LaunchCounts {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly kind: LaunchKind;
  readonly state: LaunchState;
  readonly why: string | null;
  readonly pace: number;
  readonly listed: number | null;
  readonly requestedBy: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const COLUMNS = `id, journey, version, kind, state, why, pace, listed, requested_by AS "requestedBy",
  created_at AS "createdAt", ended_at AS "endedAt", seen, chosen, started, skipped, missing, failed`;

/** Read model: launches, newest first. */
@Injectable()
export class LaunchViews {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async find(id: string): Promise<LaunchSummary | undefined> {
    const [launch] = await this.#dataSource.query<LaunchSummary[]>(
      `SELECT ${COLUMNS} FROM launch WHERE id = $1::uuid`,
      [id],
    );
    return launch;
  }

  /** @param before older than this launch. */
  list(
    journey: string,
    limit: number,
    before: { readonly createdAt: Date; readonly id: string } | undefined,
  ): Promise<LaunchSummary[]> {
    const older = before === undefined ? '' : 'AND (created_at, id) < ($3, $4::uuid)';
    return this.#dataSource.query<LaunchSummary[]>(
      `SELECT ${COLUMNS} FROM launch WHERE journey = $1 ${older} ORDER BY created_at DESC, id DESC LIMIT $2`,
      [journey, limit, ...(before === undefined ? [] : [before.createdAt, before.id])],
    );
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RUN_FORMAT } from './journey-runs.ts';

/** The running runs of one version. */
export interface VersionInFlight {
  readonly version: number;
  readonly running: number;
}

/** The running runs that stand on one step. */
export interface StepInFlight extends VersionInFlight {
  /** Null for a run that this build can't read. */
  readonly step: string | null;
  readonly oldestStartedAt: Date;
  /** When the first of them is due; what was due while its journey was paused counts with its own time. */
  readonly nextDueAt: Date | null;
}

/** A running run, before its recipient is locked. */
export interface RunningRun {
  readonly runId: string;
  readonly recipient: string;
}

/** Where the steps are counted, so many runs of a journey are looked at: each costs a look into its state. */
export const MOST_LOOKED_AT = 100_000;

/** Read model: the runs of a journey that go on. */
@Injectable()
export class RunsInFlight {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** How many run, by version. */
  async perVersion(journey: string): Promise<Map<number, number>> {
    const rows = await this.#dataSource.query<VersionInFlight[]>(
      `SELECT version, count(*)::int AS running FROM run
       WHERE journey = $1 AND status = 'running' GROUP BY version`,
      [journey],
    );
    return new Map(rows.map(({ version, running }) => [version, running]));
  }

  /** Where they stand, newest version first; of a journey with more than `MOST_LOOKED_AT` of them, so many. */
  perStep(journey: string): Promise<StepInFlight[]> {
    return this.#dataSource.query<StepInFlight[]>(
      `SELECT running.version, running.step, count(*)::int AS running,
         min(running.started_at) AS "oldestStartedAt",
         min(coalesce(timer.due_at, parked.due_at)) AS "nextDueAt"
       FROM (SELECT id, version, started_at, state->'position'->>'step' AS step FROM run
             WHERE journey = $1 AND status = 'running' LIMIT ${MOST_LOOKED_AT}) AS running
       LEFT JOIN run_timer AS timer ON timer.run_id = running.id
       LEFT JOIN parked_timer AS parked ON parked.run_id = running.id
       GROUP BY running.version, running.step
       ORDER BY running.version DESC, count(*) DESC, running.step`,
      [journey],
    );
  }

  /** Running runs of a version that began up to an instant, behind a run, in the order of their ids. */
  next(about: {
    readonly journey: string;
    readonly version: number;
    readonly startedBy: Date;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<RunningRun[]> {
    const { journey, version, startedBy, after, limit } = about;
    return this.#dataSource.query<RunningRun[]>(
      `SELECT id AS "runId", recipient_id AS recipient FROM run
       WHERE journey = $1 AND version = $2 AND status = 'running'
         AND id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
         AND started_at <= $4 AND (state->>'format')::int <= ${RUN_FORMAT}
       ORDER BY id LIMIT $5`,
      [journey, version, after, startedBy, limit],
    );
  }
}

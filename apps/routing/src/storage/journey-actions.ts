import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What people do to a journey as a whole. */
export type ActionKind = 'published' | 'drained' | 'paused' | 'resumed' | 'cancelled';

/** An action as people see it. */
export interface JourneyAction {
  readonly id: string;
  readonly action: ActionKind;
  readonly version: number | null;
  readonly reason: string | null;
  /** The key with which it was done. */
  readonly by: string;
  readonly at: Date;
  /** How many runs it has reached so far. */
  readonly runs: number;
  readonly finishedAt: Date | null;
}

/** An action that runs are still to be told of. */
export interface OpenAction {
  readonly id: string;
  readonly journey: string;
  readonly action: 'resumed' | 'cancelled';
  readonly version: number | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
  /** Runs up to this id were told. */
  readonly upToRun: string | null;
}

/** Writes down what somebody did, in the transaction that does it. Returns its id. */
export async function recordAction(
  sql: Sql,
  done: {
    readonly journey: string;
    readonly action: ActionKind;
    readonly by: string;
    readonly version?: number | undefined;
    readonly reason?: string | undefined;
    /** Runs are still to be told of it. */
    readonly isOpen?: boolean;
  },
): Promise<string> {
  const { journey, action, by, version, reason, isOpen = false } = done;
  const [row] = await sql.query<{ id: string }>(
    'routing.record-action',
    `INSERT INTO journey_action (journey, action, version, reason, done_by, finished_at)
     VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::boolean THEN NULL ELSE now() END) RETURNING id`,
    [journey, action, version ?? null, reason ?? null, by, isOpen],
  );
  return row!.id;
}

/** Moves the catalog's revision: every instance sees what changed with its next unit of work. */
export async function moveCatalog(sql: Sql): Promise<void> {
  await sql.query('routing.move-catalog', 'UPDATE journey_catalog SET revision = revision + 1', []);
}

/** Locks an open action that stands where it was found; false when another instance was faster, or it is over. */
export async function claimAction(sql: Sql, { id, upToRun }: OpenAction): Promise<boolean> {
  const rows = await sql.query(
    'routing.claim-action',
    `SELECT 1 FROM journey_action
     WHERE id = $1 AND finished_at IS NULL AND up_to_run IS NOT DISTINCT FROM $2::uuid FOR UPDATE`,
    [id, upToRun],
  );
  return rows.length > 0;
}

/** Notes how far a claimed action is. */
export async function moveAction(sql: Sql, id: string, upToRun: string, runs: number): Promise<void> {
  await sql.query(
    'routing.move-action',
    'UPDATE journey_action SET up_to_run = $2::uuid, runs = runs + $3 WHERE id = $1',
    [id, upToRun, runs],
  );
}

/** What people did to journeys, and how far that is. */
@Injectable()
export class JourneyActions {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Pauses a journey; a resumption that is under way stops. False when it was paused already. */
  pause(journey: string, by: string): Promise<boolean> {
    return inTransaction(this.#dataSource, async (sql) => {
      const paused = await sql.query(
        'routing.pause',
        'UPDATE journey SET paused_at = now() WHERE id = $1 AND paused_at IS NULL RETURNING id',
        [journey],
      );
      if (paused.length === 0) return false;
      await sql.query(
        'routing.stop-resumption',
        `UPDATE journey_action SET finished_at = now()
         WHERE journey = $1 AND action = 'resumed' AND finished_at IS NULL`,
        [journey],
      );
      await recordAction(sql, { journey, action: 'paused', by });
      await moveCatalog(sql);
      return true;
    });
  }

  /** Lets a journey go on; its parked timers are brought back behind it. False when it was not paused. */
  resume(journey: string, by: string): Promise<boolean> {
    return inTransaction(this.#dataSource, async (sql) => {
      const resumed = await sql.query(
        'routing.resume',
        'UPDATE journey SET paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL RETURNING id',
        [journey],
      );
      if (resumed.length === 0) return false;
      await recordAction(sql, { journey, action: 'resumed', by, isOpen: true });
      await moveCatalog(sql);
      return true;
    });
  }

  /** Takes back what is published: no event starts a run any more. Returns that version, if there was one. */
  drain(journey: string, by: string): Promise<number | undefined> {
    return inTransaction(this.#dataSource, async (sql) => {
      // Locked by a statement of its own: the next one then sees what a publication before it has written.
      const [current] = await sql.query<{ version: number | null }>(
        'routing.lock-journey',
        'SELECT published_version AS version FROM journey WHERE id = $1 FOR UPDATE',
        [journey],
      );
      const version = current?.version ?? undefined;
      if (version === undefined) return undefined;
      await sql.query('routing.drain', 'UPDATE journey SET published_version = NULL WHERE id = $1', [
        journey,
      ]);
      await recordAction(sql, { journey, action: 'drained', by, version });
      await moveCatalog(sql);
      return version;
    });
  }

  /** Orders the end of the runs of a version that go on now. Returns the action's id. */
  cancel(journey: string, version: number, by: string, reason: string | undefined): Promise<string> {
    return inTransaction(this.#dataSource, (sql) =>
      recordAction(sql, { journey, action: 'cancelled', by, version, reason, isOpen: true }),
    );
  }

  /** The actions of a journey, newest first. */
  list(journey: string, before: string | undefined, limit: number): Promise<JourneyAction[]> {
    return this.#dataSource.query<JourneyAction[]>(
      `SELECT id, action, version, reason, done_by AS by, done_at AS at, runs, finished_at AS "finishedAt"
       FROM journey_action WHERE journey = $1 AND id < coalesce($2::bigint, ${MAX_BIGINT})
       ORDER BY id DESC LIMIT $3`,
      [journey, before, limit],
    );
  }

  /** What runs are still to be told of, oldest first. */
  open(): Promise<OpenAction[]> {
    return this.#dataSource.query<OpenAction[]>(
      `SELECT id, journey, action, version, reason, done_by AS by, done_at AS at, up_to_run AS "upToRun"
       FROM journey_action WHERE finished_at IS NULL ORDER BY id LIMIT 20`,
    );
  }

  /** Leaves a run out for now: the next pass comes to it again. */
  async passOver({ id, upToRun }: OpenAction, runId: string): Promise<void> {
    await this.#dataSource.query(
      `UPDATE journey_action SET up_to_run = $3::uuid
       WHERE id = $1 AND finished_at IS NULL AND up_to_run IS NOT DISTINCT FROM $2::uuid`,
      [id, upToRun, runId],
    );
  }

  /**
   * Every run was told up to the last. The next pass begins, or the action is finished: when nothing was found from the
   * start, and every transaction that began before the action has ended, so that none can add a run from before it.
   */
  async endPass({ id, upToRun }: OpenAction): Promise<void> {
    if (upToRun !== null) {
      await this.#dataSource.query(
        'UPDATE journey_action SET up_to_run = NULL WHERE id = $1 AND up_to_run = $2::uuid',
        [id, upToRun],
      );
      return;
    }
    await this.#dataSource.query(
      `UPDATE journey_action SET finished_at = now()
       WHERE id = $1 AND finished_at IS NULL AND up_to_run IS NULL
         AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())`,
      [id],
    );
  }
}

const MAX_BIGINT = '9223372036854775807';

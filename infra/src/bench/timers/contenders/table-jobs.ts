import type { Lane } from '@hermod/contracts';
import type { Log, Messaging, UnitOfWork, UnitRunner } from '@hermod/messaging';
import { inTransaction, openStore, type Sql } from '@hermod/postgres';
import { QUIET } from '../../../system/quiet-log.ts';
import { FILL_CHUNK, type OnFired, PENDING_DUE, type TimerJobs } from '../timer-jobs.ts';
import { built } from './built.ts';
import { partitionsOfPeople, PEOPLE, personOf, waitingRun } from './waiting-runs.ts';

type TimersModule = typeof import('../../../../../apps/routing/src/storage/run-timers.ts');
type RunsModule = typeof import('../../../../../apps/routing/src/storage/journey-runs.ts');
type LoopModule = typeof import('../../../../../apps/routing/src/inbound/timers/run-timers.ts');
type UnitsModule = typeof import('../../../../../libs/messaging/src/unit/unit-runner.ts');
type DueTimer = import('../../../../../apps/routing/src/storage/run-timers.ts').DueTimer;
type DataSource = Awaited<ReturnType<typeof openStore>>;
type Loop = InstanceType<LoopModule['RunTimers']>;

/** As many as a unit of work holds. */
const BATCH = 200;
/** Nothing is to go wrong here, so what does is shown. */
const LOG: Log = {
  ...QUIET,
  warn: (details, message) => process.stderr.write(`${message}: ${JSON.stringify(details)}\n`),
};

/** What of Hermod's built files this needs. */
interface Modules {
  readonly timers: TimersModule;
  readonly runs: RunsModule;
  readonly loop: LoopModule;
}

/**
 * Hermod's table of timers by itself: the loop, the index, the recipients' locks and the units of work that routing has,
 * and nothing else. What fires is deleted; no run is moved, nothing goes to Kafka, and everything counts as read.
 */
export class TableJobs implements TimerJobs {
  readonly #dataSource: DataSource;
  readonly #units: UnitRunner;
  readonly #modules: Modules;
  readonly #partitions: readonly number[];
  readonly #kafkaPartitions: number;
  readonly #onFired: OnFired;
  #loop: Loop | undefined;
  #filled = 0;
  #inserted = 0;

  private constructor(about: {
    dataSource: DataSource;
    units: UnitRunner;
    modules: Modules;
    partitions: number;
    onFired: OnFired;
  }) {
    this.#dataSource = about.dataSource;
    this.#units = about.units;
    this.#modules = about.modules;
    this.#kafkaPartitions = about.partitions;
    this.#partitions = partitionsOfPeople(about.partitions);
    this.#onFired = about.onFired;
  }

  /** Routing's schema has to be there. */
  static async open(url: string, partitions: number, onFired: OnFired): Promise<TableJobs> {
    const dataSource = await openStore({ url, store: 'routing', entities: [], migrations: [] });
    const modules = {
      timers: await built<TimersModule>('apps/routing/dist/storage/run-timers.js'),
      runs: await built<RunsModule>('apps/routing/dist/storage/journey-runs.js'),
      loop: await built<LoopModule>('apps/routing/dist/inbound/timers/run-timers.js'),
    };
    const { UnitRunner } = await built<UnitsModule>('libs/messaging/dist/unit/unit-runner.js');
    // Nothing is published here, so nothing is written to an outbox.
    const outboxes = {} as ConstructorParameters<typeof UnitRunner>[0]['outboxes'];
    const units = new UnitRunner({ service: 'routing', dataSource, partitions, outboxes, log: LOG });
    const jobs = new TableJobs({ dataSource, units, modules, partitions, onFired });
    await jobs.#enterPeople();
    return jobs;
  }

  async fill(count: number): Promise<void> {
    const until = this.#filled + count;
    for (let from = this.#filled; from < until; from += FILL_CHUNK)
      await this.#dataSource.query(
        `INSERT INTO run_timer (run_id, recipient_id, kafka_partition, urgent, due_at)
         SELECT md5('pending ' || n)::uuid, recipient_id, kafka_partition, false, ${PENDING_DUE}
         FROM generate_series($1::int, $2::int) AS n JOIN bench_person ON number = n % ${PEOPLE}`,
        [from, Math.min(from + FILL_CHUNK, until) - 1],
      );
    this.#filled = until;
  }

  async insert(dues: readonly number[]): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let from = 0; from < dues.length; from += BATCH) {
      const runs = dues.slice(from, from + BATCH).map((due) => {
        this.#inserted += 1;
        return { due, number: this.#inserted, ...waitingRun(due, this.#inserted) };
      });
      await inTransaction(this.#dataSource, async (sql) => {
        await this.#modules.runs.insertRuns(
          sql,
          runs.map(({ run, event }) => ({ run, event, traceparent: undefined })),
        );
        await this.#modules.timers.setTimers(sql, runs.map(this.#timerOf));
      });
      ids.push(...runs.map(({ run }) => run.id));
    }
    return ids;
  }

  start(): Promise<void> {
    const { loop, timers } = this.#modules;
    const caughtUp = {
      refresh: () => Promise.resolve(),
      allHandledUpTo: Array.from({ length: this.#kafkaPartitions }, () => Number.MAX_SAFE_INTEGER),
    };
    const messaging = { lanes: ['plain'], partitions: this.#kafkaPartitions, caughtUp: () => caughtUp };
    const fireTimers = { execute: (lane: Lane, due: readonly DueTimer[]) => this.#fire(lane, due) };
    this.#loop = new loop.RunTimers(
      new timers.RunTimerIndex(this.#dataSource),
      messaging as unknown as Messaging,
      fireTimers as ConstructorParameters<LoopModule['RunTimers']>[2],
      LOG as unknown as ConstructorParameters<LoopModule['RunTimers']>[3],
    );
    this.#loop.onApplicationBootstrap();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.#loop?.onModuleDestroy();
    this.#loop = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#dataSource.destroy();
  }

  readonly #timerOf = ({ due, number, run }: { due: number; number: number; run: { id: string } }) => ({
    runId: run.id,
    recipient: personOf(number),
    partition: this.#partitions[number % PEOPLE]!,
    urgent: false,
    dueAt: new Date(due),
  });

  /** What routing's `FireTimers` does, without the runs. */
  #fire(lane: Lane, due: readonly DueTimer[]): Promise<number> {
    const recipients = new Set(due.map(({ recipient }) => recipient));
    return this.#units.runFree(lane, recipients, async (unit: UnitOfWork) => {
      const { lockDueTimers, clearTimers } = this.#modules.timers;
      const held = due.filter(({ recipient }) => unit.holds(recipient));
      const ids = await lockDueTimers(unit.sql, held);
      await clearTimers(unit.sql, ids);
      const dueAt = new Map(held.map((timer) => [timer.runId, timer.dueAt.getTime()]));
      unit.afterCommit(() => this.#onFired(ids.map((id) => dueAt.get(id)!)));
      return ids.length;
    });
  }

  /** Recipients with their locks: only who has one can be worked on. */
  async #enterPeople(): Promise<void> {
    await inTransaction(this.#dataSource, async (sql: Sql) => {
      await sql.query(
        'bench.people',
        `CREATE TABLE bench_person AS SELECT * FROM unnest($1::int[], $2::text[], $3::int[])
           AS person(number, recipient_id, kafka_partition)`,
        [[...this.#partitions.keys()], [...this.#partitions.keys()].map(personOf), this.#partitions],
      );
      await sql.query('bench.person-key', 'ALTER TABLE bench_person ADD PRIMARY KEY (number)', []);
      await sql.query(
        'bench.locks',
        'INSERT INTO recipient_lock (recipient_id, revision) SELECT recipient_id, 0 FROM bench_person',
        [],
      );
    });
  }
}

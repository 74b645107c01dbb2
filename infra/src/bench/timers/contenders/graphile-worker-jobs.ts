import { Logger, makeWorkerUtils, run, type Runner, type WorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { type OnFired, payloadOf, PENDING_DUE, type TimerJobs } from '../timer-jobs.ts';
import { cloneRows } from './clone-rows.ts';

const TASK = 'timer';
const BATCH = 500;
/** As often as Hermod looks. */
const POLL_MS = 100;
/** As its guide to performance has it: a local queue, and completions that wait for each other. */
const PERFORMANCE = { concurrentJobs: 24, localQueue: { size: 500 }, completeJobBatchDelay: 250 };
const SILENT = new Logger(() => () => undefined);

/** graphile-worker with its local queue. */
export class GraphileWorkerJobs implements TimerJobs {
  readonly #url: string;
  readonly #utils: WorkerUtils;
  readonly #database: pg.Client;
  readonly #onFired: OnFired;
  #runner: Runner | undefined;

  private constructor(url: string, utils: WorkerUtils, onFired: OnFired) {
    this.#url = url;
    this.#utils = utils;
    this.#database = new pg.Client({ connectionString: url, query_timeout: 120_000 });
    this.#onFired = onFired;
  }

  static async open(url: string, onFired: OnFired): Promise<GraphileWorkerJobs> {
    const utils = await makeWorkerUtils({ connectionString: url, logger: SILENT });
    await utils.migrate();
    const jobs = new GraphileWorkerJobs(url, utils, onFired);
    await jobs.#database.connect();
    return jobs;
  }

  async fill(count: number): Promise<void> {
    await this.insert([Date.now() + 86_400_000]);
    const table = { schema: 'graphile_worker', table: '_private_jobs' };
    const changes = { run_at: PENDING_DUE, payload: `'{}'::json` };
    await cloneRows(this.#database, { ...table, changes, count: count - 1 });
  }

  async insert(dues: readonly number[]): Promise<readonly string[]> {
    for (let from = 0; from < dues.length; from += BATCH) {
      const batch = dues.slice(from, from + BATCH);
      await this.#utils.addJobs(
        batch.map((due, n) => ({
          identifier: TASK,
          payload: payloadOf(due, from + n),
          runAt: new Date(due),
        })),
      );
    }
    return [];
  }

  async start(): Promise<void> {
    this.#runner = await run({
      connectionString: this.#url,
      logger: SILENT,
      noHandleSignals: true,
      taskList: {
        [TASK]: (payload) => {
          this.#onFired([(payload as { due: number }).due]);
        },
      },
      preset: { worker: { ...PERFORMANCE, pollInterval: POLL_MS } },
    });
  }

  async stop(): Promise<void> {
    await this.#runner?.stop();
    this.#runner = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#utils.release();
    await this.#database.end();
  }
}

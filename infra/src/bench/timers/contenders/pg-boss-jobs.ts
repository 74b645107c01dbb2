import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type OnFired, payloadOf, PENDING_DUE, type TimerJobs } from '../timer-jobs.ts';
import { cloneRows } from './clone-rows.ts';

const QUEUE = 'timer';
const SCHEMA = 'pgboss';
const BATCH = 500;
const FETCH = 100;
/** The shortest that it takes. */
const POLL_SECONDS = 0.5;

/** pg-boss: a fetch for each hundred jobs, at once again while a fetch comes back full. */
export class PgBossJobs implements TimerJobs {
  readonly #boss: PgBoss;
  readonly #database: pg.Client;
  readonly #onFired: OnFired;

  private constructor(url: string, onFired: OnFired) {
    this.#boss = new PgBoss({ connectionString: url, schema: SCHEMA });
    this.#database = new pg.Client({ connectionString: url, query_timeout: 120_000 });
    this.#onFired = onFired;
  }

  static async open(url: string, onFired: OnFired): Promise<PgBossJobs> {
    const jobs = new PgBossJobs(url, onFired);
    jobs.#boss.on('error', (error) => {
      throw error;
    });
    await jobs.#boss.start();
    await jobs.#boss.createQueue(QUEUE);
    await jobs.#database.connect();
    return jobs;
  }

  async fill(count: number): Promise<void> {
    await this.insert([Date.now() + 86_400_000]);
    const changes = {
      id: 'gen_random_uuid()',
      data: 'NULL::jsonb',
      start_after: PENDING_DUE,
      keep_until: `now() + interval '60 days'`,
    };
    await cloneRows(this.#database, { schema: SCHEMA, table: 'job', changes, count: count - 1 });
  }

  async insert(dues: readonly number[]): Promise<readonly string[]> {
    for (let from = 0; from < dues.length; from += BATCH) {
      const batch = dues.slice(from, from + BATCH);
      await this.#boss.insert(
        QUEUE,
        batch.map((due, n) => ({ data: payloadOf(due, from + n), startAfter: new Date(due) })),
      );
    }
    return [];
  }

  async start(): Promise<void> {
    const options = { batchSize: FETCH, pollingIntervalSeconds: POLL_SECONDS, burstWhenBatchFull: true };
    await this.#boss.work<{ due: number }>(QUEUE, options, (jobs) => {
      this.#onFired(jobs.map(({ data }) => data.due));
      return Promise.resolve();
    });
  }

  async stop(): Promise<void> {
    await this.#boss.offWork(QUEUE);
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
    await this.#database.end();
  }
}

import { timeOf } from '../processor-time.ts';
import { JobsClient } from './contenders/jobs-client.ts';
import type { ContenderName } from './options.ts';
import { PARTITIONS, type TimerRig } from './timer-rig.ts';

/** Whoever keeps timers and fires them, as it is measured. */
export interface Contender {
  readonly name: ContenderName;
  /** Its database, as administrator. */
  readonly databaseUrl: string;
  fill(count: number): Promise<void>;
  insert(dues: readonly number[]): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** By how many milliseconds timers were late, once so many have fired since the last call. */
  take(count: number): Promise<readonly number[]>;
  /** Seconds of processor time of its processes so far, the database apart. */
  cpu(): number;
  close(): Promise<void>;
}

/** A job queue in a database and a process of its own. */
export async function openQueue(
  name: 'pg-boss' | 'graphile-worker',
  rig: TimerRig,
  signal: AbortSignal,
): Promise<Contender> {
  const database = `bench_${name.replace('-', '_')}`;
  const databaseUrl = await rig.createDatabase(database);
  const task = { kind: name, url: databaseUrl, partitions: PARTITIONS };
  const jobs = await JobsClient.open(task, signal);
  return {
    ...contenderOf(name, databaseUrl, jobs),
    close: async () => {
      await jobs.close();
      await rig.dropDatabase(database);
    },
  };
}

/** Hermod's table of timers; routing has made its schema before. */
export async function openTable(
  rig: TimerRig,
  signal: AbortSignal,
): Promise<{ contender: Contender; jobs: JobsClient }> {
  const { databaseUrls, adminUrl } = rig.foundation;
  const task = { kind: 'table', url: databaseUrls.routing, partitions: PARTITIONS } as const;
  const jobs = await JobsClient.open(task, signal);
  return { contender: contenderOf('table', adminUrl, jobs), jobs };
}

function contenderOf(name: ContenderName, databaseUrl: string, jobs: JobsClient): Contender {
  return {
    name,
    databaseUrl,
    fill: (count) => jobs.fill(count),
    insert: async (dues) => void (await jobs.insert(dues)),
    start: () => jobs.start(),
    stop: () => jobs.stop(),
    take: (count) => jobs.take(count),
    cpu: () => timeOf(jobs.pid),
    close: () => jobs.close(),
  };
}

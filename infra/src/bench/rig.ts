import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, makePassableFolder, STATE_FOLDER, startPostgres } from '@hermod/embedded';
import pg from 'pg';
import type { Alteration } from '../alter/alteration.ts';
import { envOf } from '../alter/env-of.ts';
import type { Step } from '../system/foundation.ts';
import { clearFolder } from '../system/leftovers.ts';
import { keptSecret } from '../system/secrets.ts';
import { startSystem, type System } from '../system/system.ts';

/** A system of the benchmark's own, with what is needed to measure it. */
export interface Rig {
  readonly system: System;
  /** Process ids of what the services stand on. */
  readonly brokerPid: number;
  readonly postgresPid: number;
  /** An administrator's connection to the database. */
  readonly database: pg.Client;
  /** What went wrong beside the measurement, such as a service that died. */
  readonly incidents: readonly string[];
  stop(): Promise<void>;
}

export interface RigOptions {
  readonly step: Step;
  readonly signal: AbortSignal;
  readonly countsStatements: boolean;
  /** Lets every service open its inspector when it is asked to. */
  readonly isProfiled: boolean;
  /** Changes the services, to see what a part of them costs. */
  readonly alteration?: Alteration | undefined;
}

/**
 * On the same disk as a real installation: /tmp may be memory, where a commit costs nothing. One folder, because
 * two benchmarks at once would measure each other; what one that was killed left running in it is stopped.
 */
export const FOLDER = join(STATE_FOLDER, 'bench');

/** Starts a fresh system on free ports, one process of each service, traces off. */
export async function openRig(options: RigOptions): Promise<Rig> {
  await clearFolder(FOLDER);
  if (options.countsStatements) await preloadStatistics();
  const incidents: string[] = [];
  const system = await startSystem({
    dataDir: FOLDER,
    ports: 'free',
    env: {
      LOG_LEVEL: 'warn',
      ...(options.isProfiled ? { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' } : {}),
      ...(options.alteration === undefined ? {} : envOf(options.alteration)),
    },
    step: options.step,
    log: (line) => incidents.push(line),
    signal: options.signal,
  });
  const database = new pg.Client({ connectionString: system.adminUrl, query_timeout: 30_000 });
  const stop = async (): Promise<void> => {
    await database.end();
    await system.stop();
    rmSync(FOLDER, { recursive: true, force: true });
  };
  try {
    await database.connect();
    if (options.countsStatements) await database.query('CREATE EXTENSION pg_stat_statements');
    const brokerPid = pidIn(join(FOLDER, 'kafka', 'kafka.pid'));
    const postgresPid = pidIn(join(FOLDER, 'postgres', 'postgres.pid'));
    return { system, brokerPid, postgresPid, database, incidents, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The statistics of statements have to be there when the database starts. */
async function preloadStatistics(): Promise<void> {
  makePassableFolder(FOLDER);
  makePassableFolder(join(FOLDER, 'logs'));
  const postgres = await startPostgres({
    dataDir: makePassableFolder(join(FOLDER, 'postgres')),
    port: await freePort(),
    password: keptSecret(join(FOLDER, 'database-password'), 24),
    logFile: join(FOLDER, 'logs', 'postgres.log'),
  });
  const client = new pg.Client({ connectionString: postgres.adminUrl, query_timeout: 10_000 });
  try {
    await client.connect();
    await client.query(`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`);
  } finally {
    await client.end();
    await postgres.stop();
  }
}

/** The process that a pid file names. */
function pidIn(file: string): number {
  const { process } = JSON.parse(readFileSync(file, 'utf8')) as { process: { pid: number } };
  return process.pid;
}

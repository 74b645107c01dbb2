import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HermodError } from '@hermod/contracts';
import pg from 'pg';
import { childrenOf, signalAll, untilGone } from './children.ts';
import { startPart, type OwnedPart, type PartLives } from './embedded-part.ts';
import { startOwned, untilReady, type OwnedProcess } from './owned-process.ts';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { postgresUser, requireReachable, type SystemUser } from './postgres-user.ts';
import type { ProcessIdentity } from './process-identity.ts';

const run = promisify(execFile);

/** Where and how the database runs. */
export interface EmbeddedPostgresOptions {
  /** Keeps its data in `<dataDir>/data`; made when it isn't there. The system user `postgres` must reach it when root starts it. */
  readonly dataDir: string;
  /** Loopback port. */
  readonly port: number;
  /** Of the administrator `hermod`; counts when the data folder is made. */
  readonly password: string;
  readonly logFile: string;
}

/** A running PostgreSQL. */
export interface EmbeddedPostgres {
  /** As its administrator, database `postgres`. */
  readonly adminUrl: string;
  readonly part: OwnedPart;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL 18 on loopback (scram passwords, no socket file, fsync on), and returns when it answers.
 * @throws HermodError FOLDER_CLOSED, POSTGRES_MISSING, POSTGRES_USER_MISSING, START_FAILED, ALREADY_RUNNING.
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = postgresBinaries();
  const user = postgresUser();
  mkdirSync(options.dataDir, { recursive: true });
  requireReachable(options.dataDir, user);
  requireReachable(dirname(binaries.postgres), user);
  const data = join(options.dataDir, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(data, options.password, binaries, user);
  const adminUrl = `postgres://hermod:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`;
  const start = async (): Promise<OwnedProcess> => {
    const child = await startOwned({
      name: 'PostgreSQL',
      command: binaries.postgres,
      args: ['-D', data, '-p', String(options.port), ...settings()],
      env: process.env,
      logFile: options.logFile,
      pidFile: join(options.dataDir, 'postgres.pid'),
      // "Fast": open sessions are ended, nothing is waited for, the data is left clean.
      stopSignal: 'SIGINT',
      user,
    });
    await untilReady(child, options.logFile, 30_000, () => askForOne(adminUrl));
    return child;
  };
  const part = await startPart({ start, ...withBackends() });
  return { adminUrl, part, stop: () => part.stop() };
}

/** How long a backend may take to notice that the postmaster is gone. */
const ORPHANS_GRACE_MS = 5_000;

/**
 * A killed postmaster leaves its backends, which end by themselves when they notice. Until the last has, the
 * shared memory is in use and the next postmaster refuses to start; so they are noted and waited for.
 */
function withBackends(): Pick<PartLives, 'signal' | 'cleared'> {
  let orphans: ProcessIdentity[] = [];
  return {
    signal: (child, signal) => {
      const isPause = signal === 'SIGSTOP' || signal === 'SIGCONT';
      // One that is held forks no more, so none is missed.
      if (signal === 'SIGKILL' || signal === 'SIGSTOP') child.kill('SIGSTOP');
      const backends = childrenOf(child.pid);
      if (isPause) signalAll(backends, signal);
      if (signal === 'SIGKILL') orphans = backends;
      child.kill(signal);
    },
    cleared: async () => {
      signalAll(orphans, 'SIGCONT');
      await untilGone(orphans, ORPHANS_GRACE_MS);
      orphans = [];
    },
  };
}

function settings(): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '128MB',
    max_wal_size: '1GB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The details of a failing statement quote the row.
    log_error_verbosity: 'terse',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Made aside and then renamed, so that a folder that exists is whole. */
async function initialise(
  data: string,
  password: string,
  binaries: PostgresBinaries,
  user: SystemUser | undefined,
): Promise<void> {
  const aside = `${data}.new`;
  const passwordFile = `${data}.password`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) for (const path of [aside, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = ['-D', aside, '-U', 'hermod', '-A', 'scram-sha-256', '-E', 'UTF8', '--no-instructions'];
  const locale = [
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--pwfile=${passwordFile}`,
  ];
  try {
    await run(binaries.initdb, [...args, ...locale], {
      timeout: 60_000,
      ...user,
      env: { ...process.env, LC_ALL: 'C' },
    });
    renameSync(aside, data);
  } catch (cause) {
    rmSync(aside, { recursive: true, force: true });
    throw new HermodError('START_FAILED', `PostgreSQL's folder ${data} can't be made: ${String(cause)}`, {
      cause,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function askForOne(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 1_000,
    query_timeout: 2_000,
  });
  // A connection that breaks while the server starts also emits; the rejected promise already tells.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end();
  }
}

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  isOrphaned,
  kafkaJars,
  makePassableFolder,
  startKafka,
  startPostgres,
  stopLeftover,
  writePidFile,
} from '@hermod/embedded';

const FOLDER = 'hermod-test-';

/**
 * Gives a test run its broker and database: the ones in KAFKA_BROKERS and DATABASE_URL (whose roles and
 * passwords the stages change, so never those of a Hermod in use), else fresh ones on free ports.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const stops: (() => Promise<unknown>)[] = [];
  const { KAFKA_BROKERS, DATABASE_URL } = process.env;
  if (KAFKA_BROKERS !== undefined && DATABASE_URL !== undefined) return () => Promise.resolve();
  await sweep();
  const folder = makePassableFolder(mkdtempSync(join(tmpdir(), FOLDER)));
  writePidFile(join(folder, 'run.pid'), process.pid);
  const stopAll = async (): Promise<void> => {
    await Promise.all(stops.map((stop) => stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all([
      KAFKA_BROKERS === undefined && ownKafka(folder, stops),
      DATABASE_URL === undefined && ownPostgres(folder, stops),
    ]);
  } catch (error) {
    await stopAll();
    throw error;
  }
  return stopAll;
}

async function ownKafka(folder: string, stops: (() => Promise<unknown>)[]): Promise<void> {
  const jars = await kafkaJars(() => process.stdout.write('Fetching the broker by Maven (once)…\n'));
  const logFile = join(folder, 'kafka.log');
  const kafka = await startKafka({ dataDir: join(folder, 'kafka'), port: await freePort(), jars, logFile });
  stops.push(() => kafka.stop());
  // Workers inherit the environment of the process that runs the set-up.
  process.env['KAFKA_BROKERS'] = kafka.brokers;
}

async function ownPostgres(folder: string, stops: (() => Promise<unknown>)[]): Promise<void> {
  const password = randomBytes(12).toString('hex');
  const logFile = join(folder, 'postgres.log');
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    password,
    logFile,
  });
  stops.push(() => postgres.stop());
  process.env['DATABASE_URL'] = postgres.adminUrl;
}

/** Ends and removes what a run that was killed has left. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER))) {
    const folder = join(tmpdir(), name);
    if (!isOrphaned(join(folder, 'run.pid'))) continue;
    await stopLeftover(join(folder, 'kafka', 'kafka.pid'), 'Kafka', 'SIGKILL');
    await stopLeftover(join(folder, 'postgres', 'postgres.pid'), 'PostgreSQL', 'SIGINT');
    rmSync(folder, { recursive: true, force: true });
  }
}

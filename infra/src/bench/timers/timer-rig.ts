import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makePassableFolder } from '@hermod/embedded';
import pg from 'pg';
import { Fleet } from '../../system/fleet.ts';
import { layFoundation, type Foundation, type Step } from '../../system/foundation.ts';
import { claim, clearFolder } from '../../system/leftovers.ts';
import { freshSecret } from '../../system/secrets.ts';
import type { Surroundings } from '../../system/services.ts';
import { timeOf, timeOfFamily } from '../processor-time.ts';
import { FOLDER } from '../rig.ts';

export const PARTITIONS = 6;

/** A broker, a database, and nothing yet that runs on them. */
export interface TimerRig {
  readonly foundation: Foundation;
  /** For processes of Hermod. */
  readonly fleet: Fleet;
  readonly surroundings: Surroundings;
  /** What went wrong beside the measurement, such as a service that died. */
  readonly incidents: readonly string[];
  /** Seconds of processor time so far, of the server with all its children. */
  databaseCpu(): number;
  brokerCpu(): number;
  /** Makes an empty database and returns its URL as administrator. */
  createDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** Lets statistics and disk be as they are after a while. */
  settle(url: string): Promise<void>;
  stop(): Promise<void>;
}

const STATEMENT_WITHIN_MS = 300_000;

/** Lays a foundation of its own on free ports. */
export async function openTimerRig(step: Step): Promise<TimerRig> {
  await clearFolder(FOLDER);
  makePassableFolder(FOLDER);
  mkdirSync(join(FOLDER, 'pids'), { recursive: true });
  const release = await claim(FOLDER);
  const incidents: string[] = [];
  const warn = (line: string): void => void incidents.push(line);
  const ports = { kafkaPort: 'free', postgresPort: 'free' } as const;
  const foundation = await layFoundation({
    dataDir: FOLDER,
    ...ports,
    prefix: '',
    partitions: PARTITIONS,
    step,
    warn,
  });
  const fleet = new Fleet({ dataDir: FOLDER, log: warn });
  const { broker, database } = foundation.parts;
  return {
    foundation,
    fleet,
    surroundings: surroundingsOf(foundation),
    incidents,
    databaseCpu: () => timeOfFamily(database!.pid!),
    brokerCpu: () => timeOf(broker!.pid!),
    ...databasesOf(foundation.adminUrl),
    stop: async () => {
      await fleet.stop();
      await foundation.stop();
      release();
      rmSync(FOLDER, { recursive: true, force: true });
    },
  };
}

function databasesOf(adminUrl: string): Pick<TimerRig, 'createDatabase' | 'dropDatabase' | 'settle'> {
  return {
    createDatabase: async (name) => {
      await statements(adminUrl, [`CREATE DATABASE ${name}`]);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return url.toString();
    },
    dropDatabase: (name) => statements(adminUrl, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
    settle: (url) => statements(url, ['VACUUM (ANALYZE)', 'CHECKPOINT']),
  };
}

async function statements(url: string, texts: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, query_timeout: STATEMENT_WITHIN_MS });
  await client.connect();
  try {
    for (const text of texts) await client.query(text);
  } finally {
    await client.end();
  }
}

/** Routing is the only service; where the others would listen, nobody does. */
function surroundingsOf({ brokers, databaseUrls }: Foundation): Surroundings {
  const nobody = [1];
  return {
    brokers,
    prefix: '',
    partitions: PARTITIONS,
    databaseUrls,
    ports: {
      gateway: nobody,
      routing: nobody,
      consent: nobody,
      delivery: nobody,
      receipts: nobody,
      simulator: nobody,
    },
    simulatorPorts: { HERMOD_SMTP_PORT: 1, HERMOD_SMPP_PORT: 1 },
    publicUrl: 'http://127.0.0.1:1',
    secrets: { apiKey: freshSecret(), secret: freshSecret(), principalSecret: freshSecret() },
    simulatorFolder: join(FOLDER, 'simulator'),
    env: { LOG_LEVEL: 'warn' },
  };
}

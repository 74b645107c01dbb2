import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../command.ts';
import { UsageError } from '../failure.ts';

/** Where the parts of an installation are, as the environment says, else as `npm start` makes them here. */
export interface Settings {
  readonly brokers: readonly string[];
  /** Before every Kafka topic and group. */
  readonly kafkaPrefix: string;
  /** Of each Kafka topic. */
  readonly partitions: number;
  /** Undefined when nobody says which database. */
  readonly databaseUrl: string | undefined;
}

const DEFAULT_PARTITIONS = 6;

/**
 * Reads the environment of CONTRIBUTING.md as far as the doctor needs it.
 * @throws UsageError when a variable can't be used
 */
export function readSettings({ env, cwd }: Pick<Surroundings, 'env' | 'cwd'>): Settings {
  const brokers = given(env['KAFKA_BROKERS']) ?? `127.0.0.1:${given(env['HERMOD_KAFKA_PORT']) ?? '9092'}`;
  const partitions = Number(given(env['HERMOD_KAFKA_PARTITIONS']) ?? DEFAULT_PARTITIONS);
  if (!Number.isInteger(partitions) || partitions < 1)
    throw new UsageError('HERMOD_KAFKA_PARTITIONS is no number of partitions', 'write one such as 6');
  return {
    brokers: brokers.split(',').map((broker) => broker.trim()),
    kafkaPrefix: env['HERMOD_KAFKA_PREFIX'] ?? '',
    partitions,
    databaseUrl: given(env['DATABASE_URL']) ?? localDatabase(env, cwd),
  };
}

function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

/** The embedded database of a `npm start` in this folder, which keeps its password there. */
function localDatabase(env: Surroundings['env'], cwd: string): string | undefined {
  try {
    const password = readFileSync(join(cwd, '.hermod', 'database-password'), 'utf8').trim();
    const port = given(env['HERMOD_POSTGRES_PORT']) ?? '5433';
    return `postgres://hermod:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  } catch {
    // Nothing was started here; then the database has to be named.
    return undefined;
  }
}

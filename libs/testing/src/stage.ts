import { randomBytes } from 'node:crypto';
import { kafkaTopics, type Service } from '@hermod/contracts';
import { createKafkaTopics, deleteKafkaTopics } from '@hermod/embedded';
import { prepareDatabase, type Store } from '@hermod/postgres';
import pg from 'pg';
import { surroundings } from './surroundings.ts';

/** A Hermod's worth of Kafka topics and an empty database that no other test sees. */
export interface Stage {
  readonly brokers: string;
  /** Put before every Kafka topic and group, such as `t3f9c.`. */
  readonly prefix: string;
  readonly partitions: number;
  /** The stage's database as its administrator. */
  readonly adminUrl: string;
  /** The stage's database as each service's own role, with its schema as search path. */
  readonly databaseUrls: Record<Store, string>;
  /** The environment of CONTRIBUTING.md for one service, PORT being 0 (any free one). */
  env(service: Service | 'simulator'): Record<string, string>;
  /** Drops the database and the Kafka topics. Call it when everything that uses them has stopped. */
  close(): Promise<void>;
}

export interface StageOptions {
  /** Of each Kafka topic; default 3. */
  readonly partitions?: number;
}

/** One for all stages, because roles belong to the whole database cluster. */
const ROLE_PASSWORD = 'stage';

/** Opens a stage on the run's broker and database; every Kafka topic of the flow has a leader when it returns. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { partitions = 3 } = options;
  const { brokers, adminUrl: clusterUrl } = surroundings();
  const name = `stage_${randomBytes(5).toString('hex')}`;
  const prefix = `${name.replace('stage_', 't')}.`;
  const [databaseUrls] = await Promise.all([
    createDatabase(clusterUrl, name),
    createKafkaTopics(brokers, prefix, kafkaTopics(partitions)),
  ]);
  return {
    brokers,
    prefix,
    partitions,
    adminUrl: withDatabase(clusterUrl, name),
    databaseUrls,
    env: (service) => environment(service, { brokers, prefix, partitions, databaseUrls }),
    close: async () => {
      const topics = kafkaTopics(partitions).map(({ topic }) => prefix + topic);
      await Promise.all([dropDatabase(clusterUrl, name), deleteKafkaTopics(brokers, topics)]);
    },
  };
}

function environment(
  service: Service | 'simulator',
  stage: Pick<Stage, 'brokers' | 'prefix' | 'partitions' | 'databaseUrls'>,
): Record<string, string> {
  const common = {
    PORT: '0',
    KAFKA_BROKERS: stage.brokers,
    HERMOD_KAFKA_PREFIX: stage.prefix,
    HERMOD_KAFKA_PARTITIONS: String(stage.partitions),
    HERMOD_PRINCIPAL_SECRET: 'stage-principal-secret-of-32-bytes',
    HERMOD_SECRET: 'stage-secret-of-at-least-32-bytes!',
    HERMOD_PUBLIC_URL: 'http://127.0.0.1:8080',
    HERMOD_SIMULATOR_URL: 'http://127.0.0.1:8090',
  };
  if (service === 'simulator') return common;
  const own = { ...common, DATABASE_URL: stage.databaseUrls[service] };
  return service === 'gateway' ? { ...own, HERMOD_API_KEY: 'stage-api-key' } : own;
}

async function createDatabase(clusterUrl: string, name: string): Promise<Record<Store, string>> {
  await statement(clusterUrl, `CREATE DATABASE ${name}`);
  return prepareDatabase(withDatabase(clusterUrl, name), { password: ROLE_PASSWORD });
}

async function dropDatabase(clusterUrl: string, name: string): Promise<void> {
  await statement(clusterUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 20_000,
  });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

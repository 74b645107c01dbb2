import { join } from 'node:path';
import { kafkaTopics } from '@hermod/contracts';
import {
  createKafkaTopics,
  type EmbeddedKafka,
  type EmbeddedPart,
  type EmbeddedPostgres,
  freePort,
  kafkaJars,
  makePassableFolder,
  requireFreePort,
  startKafka,
  startPostgres,
} from '@hermod/embedded';
import { prepareDatabase, type Store } from '@hermod/postgres';
import { keptSecret } from './secrets.ts';

/** What the services stand on: a broker with its Kafka topics, a database with its roles and schemas. */
export interface Foundation {
  readonly brokers: string;
  readonly adminUrl: string;
  readonly databaseUrls: Readonly<Record<Store, string>>;
  /** The processes among it; undefined where an existing one is used. */
  readonly parts: FoundationParts;
  /** Stops what was started here, the database first. */
  stop(): Promise<void>;
}

/** The broker and the database that were started here. */
export interface FoundationParts {
  readonly broker: EmbeddedPart | undefined;
  readonly database: EmbeddedPart | undefined;
}

/** A port to listen on and the variable with which a person chooses another, or any. */
export type PortChoice = 'free' | { readonly port: number; readonly variable: string };

export interface FoundationOptions {
  /** Keeps data, logs and secrets. */
  readonly dataDir: string;
  /** An existing cluster; else an embedded broker is started. */
  readonly brokers?: string | undefined;
  /** An existing database; else an embedded one is started. */
  readonly adminUrl?: string | undefined;
  readonly kafkaPort: PortChoice;
  readonly postgresPort: PortChoice;
  readonly prefix: string;
  readonly partitions: number;
  /** Wraps each step, to show progress. */
  readonly step: Step;
  readonly warn: (line: string) => void;
}

/** Does a piece of work and may show that it takes time; the work may tell what it is at. */
export type Step = <T>(
  doing: string,
  work: (detail: (text: string) => void) => Promise<T>,
  done?: (result: T) => string,
) => Promise<T>;

/** Without a word. */
export const silently: Step = (_doing, work) => work(() => undefined);

/** Starts or connects to broker and database and prepares both; safe to run again on the same data. */
export async function layFoundation(options: FoundationOptions): Promise<Foundation> {
  const { step, dataDir } = options;
  const stops: Stops = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    makePassableFolder(join(dataDir, 'logs'));
    const kafka = options.brokers === undefined ? await embeddedKafka(options, stops) : undefined;
    const postgres = options.adminUrl === undefined ? await embeddedPostgres(options, stops) : undefined;
    const brokers = options.brokers ?? kafka!.brokers;
    const adminUrl = options.adminUrl ?? postgres!.adminUrl;
    const { partitions, prefix, warn } = options;
    const password = keptSecret(join(dataDir, 'role-password'), 24);
    const [databaseUrls] = await step('Preparing roles, schemas and Kafka topics', () =>
      Promise.all([
        prepareDatabase(adminUrl, { password, warn }),
        createKafkaTopics(brokers, prefix, kafkaTopics(partitions)),
      ]),
    );
    const parts = { broker: kafka?.part, database: postgres?.part };
    return { brokers, adminUrl, databaseUrls, parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Stops = (() => Promise<void>)[];

async function embeddedKafka(options: FoundationOptions, stops: Stops): Promise<EmbeddedKafka> {
  const { dataDir, step, kafkaPort } = options;
  const port = await portOf(kafkaPort, 'the broker');
  const jars = await step(
    "Looking for the broker's jars, else fetching them by Maven",
    () => kafkaJars(),
    () => "The broker's jars are there",
  );
  const kafka = await step(
    'Starting Apache Kafka',
    () =>
      startKafka({
        dataDir: join(dataDir, 'kafka'),
        port,
        jars,
        logFile: join(dataDir, 'logs', 'kafka.log'),
      }),
    ({ brokers }) => `Apache Kafka 4.1.1 on ${brokers}`,
  );
  stops.push(() => kafka.stop());
  return kafka;
}

async function embeddedPostgres(options: FoundationOptions, stops: Stops): Promise<EmbeddedPostgres> {
  const { dataDir, step, postgresPort } = options;
  const port = await portOf(postgresPort, 'PostgreSQL');
  const password = keptSecret(join(dataDir, 'database-password'), 24);
  const folder = makePassableFolder(join(dataDir, 'postgres'));
  const logFile = join(dataDir, 'logs', 'postgres.log');
  const postgres = await step(
    'Starting PostgreSQL',
    () => startPostgres({ dataDir: folder, port, password, logFile }),
    () => `PostgreSQL 18 on 127.0.0.1:${port}`,
  );
  stops.push(() => postgres.stop());
  return postgres;
}

async function portOf(choice: PortChoice, what: string): Promise<number> {
  if (choice === 'free') return freePort();
  await requireFreePort(choice.port, what, choice.variable);
  return choice.port;
}

import { randomUUID } from 'node:crypto';
import { FLOW, type FlowEntry, LANES, type Lane, partitionOf } from '@hermod/contracts';
import { openStore } from '@hermod/postgres';
import { eventually, openStage, type Stage } from '@hermod/testing';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { Messaging, type MessagingOptions, topicsOf } from '../src/messaging.ts';
import type { Log } from '../src/ports.ts';
import type { FactHandler } from '../src/unit/fact-runner.ts';
import { MESSAGING_MIGRATIONS } from '../src/unit/migrations.ts';
import type { Received } from '../src/unit/received.ts';
import type { UnitOfWork } from '../src/unit/unit-of-work.ts';

/** What the sample service keeps: a line for each fact that was handled, and a counter for each recipient. */
class Sample1700000000001 implements MigrationInterface {
  readonly name = 'Sample1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE handled (
      n bigserial PRIMARY KEY, recipient text, fact text, topic text, kafka_partition int, kafka_offset bigint,
      lane text, unit text, instance text)`);
    await runner.query('CREATE TABLE counter (recipient text PRIMARY KEY, value int NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['counter', 'handled']) await runner.query(`DROP TABLE ${table}`);
  }
}

/** A line of `handled`, in the order in which facts were handled. */
export interface Handled {
  readonly recipient: string;
  readonly fact: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly lane: Lane;
  readonly unit: string;
  readonly instance: string;
}

/** What the messaging core said, by its levels; nothing is printed. */
export interface HeardLog extends Log {
  readonly heard: { readonly level: string; readonly message: string; readonly details: object }[];
}

/** A log that listens. */
export function heardLog(): HeardLog {
  const heard: HeardLog['heard'] = [];
  const write =
    (level: string) =>
    (details: object, message: string): void => {
      heard.push({ level, message, details });
    };
  return {
    heard,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

/** Writes a line for each fact: what every sample handler does first. */
export async function note(facts: readonly Received[], unit: UnitOfWork, instance: string): Promise<void> {
  await unit.sql.query(
    'sample.note',
    `INSERT INTO handled (recipient, fact, topic, kafka_partition, kafka_offset, lane, unit, instance)
     SELECT f.recipient, f.fact, f.topic, f.kafka_partition, f.kafka_offset, f.lane, $7, $8
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[])
       AS f(recipient, fact, topic, kafka_partition, kafka_offset, lane)`,
    [
      facts.map((fact) => fact.recipient),
      facts.map((fact) => fact.id),
      facts.map((fact) => fact.record.topic),
      facts.map((fact) => fact.partition),
      facts.map((fact) => fact.record.offset),
      facts.map((fact) => fact.lane),
      unitName(unit),
      instance,
    ],
  );
}

const names = new WeakMap<UnitOfWork, string>();

function unitName(unit: UnitOfWork): string {
  const name = names.get(unit) ?? randomUUID();
  names.set(unit, name);
  return name;
}

/** A process of the sample service: its own connections, its own members of the groups. */
export interface Instance {
  readonly name: string;
  readonly messaging: Messaging;
  readonly store: DataSource;
  readonly log: HeardLog;
  close(): Promise<void>;
}

export interface InstanceOptions {
  readonly name?: string;
  /** Handles the facts of every topic; `note` when absent, nothing is consumed when null. */
  readonly handler?: FactHandler | null;
  readonly messaging?: Partial<MessagingOptions>;
}

/** A stage with the sample service on it (it reads what routing reads), and what it has handled. */
export interface Rig {
  readonly stage: Stage;
  /** The service's tables, seen with its own role. */
  readonly store: DataSource;
  open(options?: InstanceOptions): Promise<Instance>;
  handled(): Promise<Handled[]>;
  /** Waits until that many facts were handled, and returns all. */
  untilHandled(count: number, timeoutMs?: number): Promise<Handled[]>;
  outbox(): Promise<number>;
  /** A recipient id whose records lie on a partition. */
  recipientOn(partition: number, name?: string): string;
  close(): Promise<void>;
}

/** The sample service's tables in the stage's schema for routing. */
export function openSampleStore(url: string, poolSize?: number): Promise<DataSource> {
  return openStore({
    url,
    store: 'routing',
    entities: [],
    migrations: [...MESSAGING_MIGRATIONS, Sample1700000000001],
    ...(poolSize === undefined ? {} : { poolSize }),
  });
}

/** What timers of the sample service wait for. */
export const WATCHED: readonly FlowEntry[] = [FLOW.domainEvents, FLOW.messageAttempted, FLOW.receiptRecorded];

/** The handlers that a service of the flow has, all the same. */
export function handlersOf(handler: FactHandler): Map<string, FactHandler> {
  return new Map(topicsOf('routing', 'plain').map((topic) => [topic, handler]));
}

/** Opens a rig. Every spec file has one of its own. @param ownRole a database role that nobody else uses. */
export async function openRig({
  ownRole,
  ...options
}: { partitions?: number; ownRole?: string } = {}): Promise<Rig> {
  const opened = await openStage(options);
  const stage = ownRole === undefined ? opened : await withRole(opened, ownRole);
  const store = await openSampleStore(stage.databaseUrls.routing);
  const instances: Instance[] = [];
  const handled = (): Promise<Handled[]> =>
    store.query(`SELECT recipient, fact, topic, kafka_partition AS partition, kafka_offset::int AS offset,
      lane, unit, instance FROM handled ORDER BY n`);
  return {
    stage,
    store,
    handled,
    open: async (about = {}) => {
      const instance = await openInstance(stage, { name: `i${instances.length}`, ...about });
      instances.push(instance);
      return instance;
    },
    untilHandled: (count, timeoutMs = 20_000) =>
      eventually(
        async () => {
          const rows = await handled();
          if (rows.length < count) throw new Error(`${rows.length} of ${count} facts were handled`);
          return rows;
        },
        { timeoutMs },
      ),
    outbox: async () =>
      (await store.query<{ count: number }[]>('SELECT count(*)::int AS count FROM outbox'))[0]!.count,
    recipientOn: (partition, name = 'r') => {
      for (let n = 0; ; n += 1) {
        if (partitionOf(`${name}-${n}`, stage.partitions) === partition) return `${name}-${n}`;
      }
    },
    close: async () => {
      await Promise.all(instances.map((instance) => instance.close()));
      await store.destroy();
      await stage.close();
    },
  };
}

/** The same stage, on which the service has a role of its own: roles belong to all stages together. */
async function withRole(stage: Stage, role: string): Promise<Stage> {
  const admin = new pg.Client({ connectionString: stage.adminUrl });
  await admin.connect();
  const name = new URL(stage.adminUrl).pathname.slice(1);
  await admin.query(`DROP ROLE IF EXISTS ${role}`);
  await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'stage' IN ROLE hermod_routing`);
  await admin.query(`GRANT CONNECT ON DATABASE ${name} TO ${role}`);
  await admin.end();
  const url = new URL(stage.databaseUrls.routing);
  url.username = role;
  url.password = 'stage';
  return { ...stage, databaseUrls: { ...stage.databaseUrls, routing: url.toString() } };
}

async function openInstance(stage: Stage, about: InstanceOptions & { name: string }): Promise<Instance> {
  const { name } = about;
  const store = await openSampleStore(stage.databaseUrls.routing);
  const log = heardLog();
  const messaging = new Messaging({
    service: 'routing',
    dataSource: store,
    brokers: [stage.brokers],
    prefix: stage.prefix,
    partitions: stage.partitions,
    lanes: LANES,
    watch: WATCHED,
    log,
    onFatal: (error) => log.error({ error: String(error) }, 'fatal'),
    ...about.messaging,
  });
  const handler = about.handler === undefined ? noteAs(name) : about.handler;
  await messaging.start(handler === null ? new Map() : handlersOf(handler));
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await messaging.close();
    await store.destroy();
  };
  return { name, messaging, store, log, close: () => (closing ??= close()) };
}

/** The handler that only notes. */
export function noteAs(instance: string): FactHandler {
  return (facts, unit) => note(facts, unit, instance);
}

/** The advisory lock at which `instance-process.ts` can be held. */
export const HOLD = 7_101;

/** Something that handlers wait for, until the test lets them go on. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

/** A closed gate. */
export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

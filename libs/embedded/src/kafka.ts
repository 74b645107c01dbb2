import { randomBytes } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HermodError } from '@hermod/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { startPart, type OwnedPart } from './embedded-part.ts';
import { startOwned, untilReady } from './owned-process.ts';
import { nextFreePort } from './ports.ts';

const run = promisify(execFile);
const LOG_CONFIG = fileURLToPath(new URL('../kafka/log4j2.properties', import.meta.url));

/** Where and how the broker runs. */
export interface EmbeddedKafkaOptions {
  /** Keeps its data; made when it isn't there. */
  readonly dataDir: string;
  /** Loopback port of the broker; its controller takes the next free one. */
  readonly port: number;
  /** The folder with its jars, see `kafkaJars`. */
  readonly jars: string;
  readonly logFile: string;
}

/** A running Apache Kafka. */
export interface EmbeddedKafka {
  readonly brokers: string;
  readonly part: OwnedPart;
  stop(): Promise<void>;
}

/**
 * Starts Apache Kafka 4.1 as one KRaft node on loopback, and returns when it answers.
 * @throws HermodError START_FAILED, ALREADY_RUNNING, COMMAND_MISSING.
 */
export async function startKafka(options: EmbeddedKafkaOptions): Promise<EmbeddedKafka> {
  const { dataDir, port, jars, logFile } = options;
  mkdirSync(dataDir, { recursive: true });
  const config = join(dataDir, 'server.properties');
  const controllerPort = await nextFreePort(port + 1);
  writeFileSync(config, serverProperties(dataDir, port, controllerPort));
  await format(dataDir, jars, config);
  const brokers = `127.0.0.1:${port}`;
  const part = await startPart({
    start: async () => {
      const child = await startOwned({
        name: 'Kafka',
        command: java(),
        args: ['-Xms128m', '-Xmx512m', ...JAVA_FLAGS, '-cp', join(jars, '*'), 'kafka.Kafka', config],
        env: process.env,
        logFile,
        pidFile: join(dataDir, 'kafka.pid'),
      });
      await untilReady(child, logFile, 60_000, () => describeCluster(brokers));
      return child;
    },
  });
  return { brokers, part, stop: () => part.stop() };
}

const JAVA_FLAGS = [
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Djava.awt.headless=true',
  `-Dlog4j2.configurationFile=${LOG_CONFIG}`,
];

function java(): string {
  const home = process.env['JAVA_HOME'];
  return home === undefined || home === '' ? 'java' : join(home, 'bin', 'java');
}

/** Gives the folder a cluster id, once (KRaft refuses a folder without one). */
async function format(dataDir: string, jars: string, config: string): Promise<void> {
  const logDir = join(dataDir, 'log');
  if (existsSync(join(logDir, 'bootstrap.checkpoint'))) return;
  rmSync(logDir, { recursive: true, force: true });
  // The tool takes an id that begins with a dash for an option.
  const clusterId = randomBytes(16).toString('base64url').replace(/^-/, '_');
  const command = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config];
  try {
    await run(java(), ['-Xmx128m', ...JAVA_FLAGS, '-cp', join(jars, '*'), ...command], { timeout: 60_000 });
  } catch (cause) {
    throw new HermodError('START_FAILED', `Kafka's folder ${dataDir} can't be formatted: ${String(cause)}`, {
      cause,
    });
  }
}

async function describeCluster(brokers: string): Promise<void> {
  const kafka = new Kafka({
    brokers: [brokers],
    clientId: 'hermod-start',
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.brokers.length === 0)
      throw new HermodError('START_FAILED', 'the broker is not registered yet');
  } finally {
    await admin.disconnect();
  }
}

/** One node that is broker and controller; small where the defaults are meant for a cluster. */
function serverProperties(dataDir: string, port: number, controllerPort: number): string {
  const properties: Record<string, string | number> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(dataDir, 'log'),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    // A consumer that was killed is missed for this long; tests and a restart shouldn't wait 6 s.
    'group.min.session.timeout.ms': 1_000,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'log.index.size.max.bytes': 1_048_576,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '@hermod/embedded';
import { layFoundation, silently } from '../system/foundation.ts';
import { callHttp } from '../system/http-json.ts';
import { freshSecret } from '../system/secrets.ts';
import type { BuiltStage } from './build-stages.ts';

const run = promisify(execFile);
const SERVICES = ['gateway', 'routing', 'consent', 'delivery', 'receipts'] as const;
const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 500;

export interface ImagesToStart {
  readonly hermod: BuiltStage;
  readonly simulator: BuiltStage;
  /** For the broker and the database. */
  readonly dataDir: string;
  readonly tell: (line: string) => void;
}

interface Life {
  readonly name: string;
  readonly process: ChildProcess;
  readonly output: string[];
}

/**
 * Starts what docker-compose.yml would start, from the images' files and in its order, and stops it again.
 * @returns the services that were ready.
 * @throws Error with the end of the output of whoever did not get ready in two minutes.
 */
export async function startImages({ hermod, simulator, dataDir, tell }: ImagesToStart): Promise<string[]> {
  tell('starting Kafka and PostgreSQL');
  const foundation = await layFoundation({
    dataDir,
    kafkaPort: 'free',
    postgresPort: 'free',
    // Leaves the Kafka topics without prefix to the preparation.
    prefix: 'foundation.',
    partitions: 3,
    step: silently,
    warn: tell,
  });
  const lives: Life[] = [];
  try {
    const password = freshSecret();
    const common = { KAFKA_BROKERS: foundation.brokers, HERMOD_KAFKA_PARTITIONS: '3' };
    const admin = { ...common, DATABASE_URL: foundation.adminUrl, HERMOD_ROLE_PASSWORD: password };
    const { stdout } = await run('node', ['infra/src/system/prepare.ts'], whereAndWith(hermod, admin));
    tell(stdout.trim());
    const database = (role: string): string => databaseUrl(foundation.adminUrl, role, password);
    const parts = await partsOf({ hermod, simulator }, common, database);
    // The gateway is ready when all others are, so it comes last, as in docker-compose.yml.
    const [gateway, ...others] = parts;
    await startAll(others, lives, tell);
    await startAll([gateway!], lives, tell);
    return lives.map(({ name }) => name);
  } finally {
    await Promise.all(lives.map(stopOne));
    await foundation.stop();
  }
}

interface Part {
  readonly name: string;
  readonly image: BuiltStage;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What is started, the gateway first, with addresses and secrets that fit together. */
async function partsOf(
  { hermod, simulator }: Pick<ImagesToStart, 'hermod' | 'simulator'>,
  common: Readonly<Record<string, string>>,
  database: (role: string) => string,
): Promise<Part[]> {
  const ports = await freePorts(SERVICES.length + 2);
  const mail = { HERMOD_SMTP_PORT: String(ports[SERVICES.length + 1]) };
  const url = (index: number): string => `http://127.0.0.1:${ports[index]}`;
  const around = { ...common, ...mail, ...secrets(), ...addresses(url), HERMOD_PUBLIC_URL: url(0) };
  return [...SERVICES, 'simulator'].map((name, index) => ({
    name,
    image: name === 'simulator' ? simulator : hermod,
    url: url(index),
    env: {
      ...(name === 'simulator'
        ? { ...mail, HERMOD_PUBLIC_URL: url(0) }
        : { ...around, DATABASE_URL: database(`hermod_${name}`) }),
      PORT: String(ports[index]),
    },
  }));
}

/** Starts these at once, and waits until each is ready. */
async function startAll(parts: readonly Part[], lives: Life[], tell: (line: string) => void): Promise<void> {
  const started = parts.map((part) => ({ part, life: startOne(part) }));
  lives.push(...started.map(({ life }) => life));
  for (const { part, life } of started) {
    await untilReady(part.url, life);
    tell(`${part.name} is ready`);
  }
}

const secrets = (): Record<string, string> => ({
  HERMOD_API_KEY: freshSecret(),
  HERMOD_SECRET: freshSecret(),
  HERMOD_PRINCIPAL_SECRET: freshSecret(),
});

function addresses(url: (index: number) => string): Record<string, string> {
  const [, ...back] = SERVICES;
  return {
    ...Object.fromEntries(back.map((name, index) => [`HERMOD_URL_${name.toUpperCase()}`, url(index + 1)])),
    HERMOD_SIMULATOR_URL: url(SERVICES.length),
  };
}

/** As in docker-compose.yml: nothing but role, password and place. */
function databaseUrl(adminUrl: string, role: string, password: string): string {
  const { host, pathname } = new URL(adminUrl);
  return `postgres://${role}:${password}@${host}${pathname}`;
}

function whereAndWith(image: BuiltStage, env: Readonly<Record<string, string>>) {
  const { PATH = '' } = process.env;
  // A machine's own loopback, where a container would use its own network.
  return {
    cwd: join(image.root, image.workdir),
    env: { PATH, ...image.env, ...env, HERMOD_HOST: '127.0.0.1' },
  };
}

function startOne({ name, image, env }: Part): Life {
  const child = spawn('node', [`apps/${name}/dist/main.js`], {
    ...whereAndWith(image, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  return { name, process: child, output };
}

async function untilReady(url: string, { name, process: child, output }: Life): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await callHttp(`${url}/health/ready`, { timeoutMs: 5_000 }).catch(() => undefined);
    if (answer?.status === 200) return;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error(`${name} did not get ready; its output ends with:\n${output.join('').slice(-2_000)}`);
}

async function stopOne({ process: child }: Life): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(30_000) });
  child.kill('SIGTERM');
  await exited;
}

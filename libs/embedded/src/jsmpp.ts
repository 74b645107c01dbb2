import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePassableFolder, STATE_FOLDER } from './folders.ts';
import { runMaven } from './kafka-jars.ts';
import { startOwned, untilReady } from './owned-process.ts';
import { freePort, nextFreePort } from './ports.ts';

const POM = fileURLToPath(new URL('../jsmpp/pom.xml', import.meta.url));
/** The version stands in the name, as for the broker's jars. */
const JARS = join(STATE_FOLDER, 'jsmpp-3.0.1');
const ACCOUNT = { systemId: 'j', password: 'jpwd' } as const;

/** A running SMSC, and who may bind as a transceiver (it takes no other binds). */
export interface Jsmpp {
  readonly port: number;
  readonly systemId: string;
  readonly password: string;
  stop(): Promise<void>;
}

/**
 * Starts jsmpp's SMSC simulator, for tests and benchmarks: an implementation of SMPP 3.4 that shares nothing with ours. It brings a text after
 * each bind and a receipt a second after each submit_sm, whose id it writes in decimal where the answer wrote it in hexadecimal.
 * Fetched by Maven once. It can't be told an interface to listen on, so it runs no longer than it is needed.
 * @param folder keeps its log and its process id
 * @throws HermodError MAVEN_FAILED, START_FAILED.
 */
export async function startJsmpp(folder: string): Promise<Jsmpp> {
  const jars = await jsmppJars();
  const port = await freePort();
  const logFile = join(folder, 'jsmpp.log');
  const child = await startOwned({
    name: "jsmpp's SMSC",
    command: 'java',
    args: [
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      // It would write a line for each message.
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
      `-Djsmpp.simulator.port=${port}`,
      '-cp',
      join(jars, '*'),
      'org.jsmpp.examples.SMPPServerSimulator',
    ],
    env: process.env,
    logFile,
    pidFile: join(folder, 'jsmpp.pid'),
  });
  await untilReady(child, logFile, 60_000, () => listens(port));
  return { port, ...ACCOUNT, stop: () => child.stop() };
}

async function jsmppJars(): Promise<string> {
  if (existsSync(JARS)) return JARS;
  makePassableFolder(STATE_FOLDER);
  // As for the broker's jars: the first to finish wins.
  const aside = mkdtempSync(`${JARS}-`);
  try {
    await runMaven(['-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${aside}`]);
    renameSync(aside, JARS);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(JARS)) throw error;
  }
  return JARS;
}

/** It takes one bind after the other, and a connection that never binds holds the next one up for a minute: so nobody knocks. */
async function listens(port: number): Promise<void> {
  if ((await nextFreePort(port)) === port) throw new Error('nobody listens');
}

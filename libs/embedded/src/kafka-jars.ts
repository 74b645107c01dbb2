import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HermodError } from '@hermod/contracts';
import { makePassableFolder, STATE_FOLDER } from './folders.ts';

const POM = fileURLToPath(new URL('../kafka/pom.xml', import.meta.url));
/** The version stands in the name, so a new one is fetched and the old one isn't mixed in. */
const JARS = join(STATE_FOLDER, 'kafka-4.1.1');

/**
 * The folder with the broker's jars, fetched by Maven when it isn't there.
 * @param beforeFetch called only when they have to be fetched (it takes some seconds).
 * @throws HermodError MAVEN_FAILED.
 */
export async function kafkaJars(beforeFetch: () => void = () => undefined): Promise<string> {
  if (existsSync(JARS)) return JARS;
  beforeFetch();
  makePassableFolder(STATE_FOLDER);
  // Two runs may fetch at once: each into a folder of its own, the first to finish wins.
  const target = mkdtempSync(`${JARS}-`);
  await runMaven([
    '-f',
    POM,
    'dependency:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${target}`,
  ]);
  try {
    renameSync(target, JARS);
  } catch (error) {
    rmSync(target, { recursive: true, force: true });
    if (!existsSync(JARS)) throw error;
  }
  return JARS;
}

/**
 * Runs Maven in batch mode.
 * @throws HermodError MAVEN_FAILED with the end of what it said.
 */
export async function runMaven(args: readonly string[]): Promise<void> {
  let said = '';
  const child = spawn('mvn', ['-q', '-B', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: dirname(POM),
    timeout: 600_000,
  });
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-4_000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new HermodError('MAVEN_FAILED', "Maven can't be run: install it, so that 'mvn' is on the PATH.", {
          cause,
        }),
      ),
    );
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new HermodError('MAVEN_FAILED', `Maven failed (mvn ${args.join(' ')}):\n${said.trim()}`);
}

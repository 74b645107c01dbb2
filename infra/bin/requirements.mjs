// @ts-check
/** What has to be on the machine before anything can be installed. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Something is missing that a person has to mend; the message is the whole story. */
export class Unmet extends Error {}

/**
 * Checks Node, Java and Maven.
 * @returns {Promise<string>} what was found
 */
export async function requireTools() {
  const node = Number(process.versions.node.split('.')[0]);
  if (node < 20) throw new Unmet(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  const home = process.env['JAVA_HOME'];
  const java = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java');
  const [javaSays, mavenSays] = await Promise.all([
    answer(
      java,
      ['-version'],
      'Java is missing: install a JDK or JRE 17 or newer (Debian: apt install openjdk-17-jre-headless).',
    ),
    answer(
      'mvn',
      ['-v'],
      'Maven is missing: install it, so that mvn is on the PATH (Debian: apt install maven).',
    ),
  ]);
  const javaVersion = Number(/version "(?:1\.)?(\d+)/.exec(javaSays)?.[1] ?? 0);
  if (javaVersion < 17)
    throw new Unmet(`Java ${javaVersion} is too old for Apache Kafka 4: install Java 17 or newer.`);
  const maven = /Apache Maven ([\d.]+)/.exec(mavenSays)?.[1] ?? '';
  return `Node ${process.versions.node}, Java ${javaVersion}, Maven ${maven}`;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} whenMissing
 */
async function answer(command, args, whenMissing) {
  try {
    const { stdout, stderr } = await run(command, args, { timeout: 30_000 });
    return stdout + stderr;
  } catch (cause) {
    throw new Unmet(whenMissing, { cause });
  }
}

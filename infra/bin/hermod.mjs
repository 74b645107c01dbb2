#!/usr/bin/env node
// @ts-check
/**
 * `npm start`, `npm test`, `npm run bench`, `npm run nemesis`, `npm run schemathesis`. Runs on Node 20 with nothing installed: checks the machine,
 * installs, and hands over to the same command in `../src`, on the Node 24 that came with the packages.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, isInstalled } from './install.mjs';
import { say, step } from './progress.mjs';
import { requireTools, Unmet } from './requirements.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMMANDS = ['start', 'test', 'bench', 'nemesis', 'schemathesis'];

async function main() {
  const [command = '', ...args] = process.argv.slice(2);
  if (!COMMANDS.includes(command)) throw new Unmet(`Say one of: ${COMMANDS.join(', ')}.`);
  // A command that is asked for a document prints nothing else.
  if (args.includes('--json')) await requireTools();
  else await step('Checking Node, Java and Maven', requireTools, (found) => found);
  if (!isInstalled(ROOT))
    await step(
      'Installing packages',
      () => install(ROOT),
      () => 'Packages installed',
    );
  return handOver(nodeToUse(), command, args);
}

/** The packaged Node 24; on a platform without one, this Node if it can run TypeScript. */
function nodeToUse() {
  const packaged = join(ROOT, 'node_modules', '.bin', 'node');
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Unmet(
    `There is no packaged Node for ${process.platform}-${process.arch}: install Node 24 or newer.`,
  );
}

/**
 * Runs the command and passes signals and the exit code on. Ctrl-C reaches the child twice (a terminal sends it
 * to the whole group), which it takes as once.
 * @param {string} node
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function handOver(node, command, args) {
  const path = `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  // kafkajs arms a timer in the past when nothing is throttled; Node would warn once a process.
  const flags = ['--conditions=@hermod/source', '--disable-warning=TimeoutNegativeWarning'];
  const child = spawn(node, [...flags, join(ROOT, 'infra', 'src', `${command}.ts`), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

main().then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof Unmet ? `\n${error.message}` : String(error?.stack ?? error));
    process.exit(1);
  },
);

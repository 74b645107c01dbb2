/**
 * `npm run bench`: what a journey costs. Builds, and hands over to a process that takes the packages as they are
 * built: the messaging core can't be loaded as source without a compiler.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HermodError } from '@hermod/contracts';
import { say, step } from '../bin/progress.mjs';
import { readOptions } from './bench/options.ts';
import { runCommand } from './run-command.ts';

const MAIN = fileURLToPath(new URL('./bench/main.ts', import.meta.url));

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (readOptions(args).isJson) await build();
  else await step('Building', build, () => 'Built');
  const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', MAIN, ...args], {
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child twice, from the terminal and from here, which it takes as once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

async function build(): Promise<void> {
  const { code, output } = await runCommand('tsc', ['-b']);
  if (code !== 0) throw new HermodError('BUILD_FAILED', `The build failed:\n${output.slice(-4_000)}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(`\n${error instanceof HermodError ? error.message : String((error as Error).stack ?? error)}`);
    process.exit(1);
  },
);

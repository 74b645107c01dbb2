import { spawn } from 'node:child_process';
import { HermodError } from '@hermod/contracts';
import { say, step } from '../../bin/progress.mjs';
import { runCommand } from './run-command.ts';

/**
 * Builds, and hands over to a process that takes the packages as they are built: the messaging core can't be
 * loaded as source without a compiler. Ends this process with its exit code.
 * @param main the file to run
 * @param check looks at the arguments first, and throws what is wrong with them
 */
export function runBuilt(main: string, check: (args: readonly string[]) => { isQuiet: boolean }): void {
  const run = async (): Promise<number> => {
    const args = process.argv.slice(2);
    if (check(args).isQuiet) await build();
    else await step('Building', build, () => 'Built');
    const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', main, ...args], {
      stdio: 'inherit',
    });
    // Ctrl-C reaches the child twice, from the terminal and from here, which it takes as once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  };
  run().then(
    (code) => process.exit(code),
    (error: unknown) => {
      say(`\n${error instanceof HermodError ? error.message : String((error as Error).stack ?? error)}`);
      process.exit(1);
    },
  );
}

async function build(): Promise<void> {
  const { code, output } = await runCommand('tsc', ['-b']);
  if (code !== 0) throw new HermodError('BUILD_FAILED', `The build failed:\n${output.slice(-4_000)}`);
}

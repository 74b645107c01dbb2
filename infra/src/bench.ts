/** `npm run bench`: what a journey costs, measured on a system of its own. */
import { HermodError } from '@hermod/contracts';
import { say, step } from '../bin/progress.mjs';
import { runBench } from './bench/run-bench.ts';
import { readOptions } from './bench/options.ts';
import { toJson, toLines } from './bench/report.ts';

const ending = new AbortController();

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  // With --json nothing but the document goes to standard output.
  const quietly: typeof step = async (_doing, work) => work(() => undefined);
  const result = await runBench(options, options.isJson ? quietly : step, ending.signal);
  if (options.isJson) say(toJson(result));
  else for (const line of toLines(result)) say(line);
}

// Ctrl-C may come several times, from the terminal and from the launcher: all count as one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const words = error instanceof HermodError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(ending.signal.aborted ? '\nStopped.\n' : `\n${words}\n`);
    process.exit(1);
  },
);

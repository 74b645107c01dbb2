/** The benchmark itself, against the packages as they are built. */
import { HermodError } from '@hermod/contracts';
import { say, step } from '../../bin/progress.mjs';
import type { Step } from '../foundation.ts';
import { readOptions } from './options.ts';
import { toJson, toLines } from './report.ts';
import { runBench } from './run-bench.ts';
import { compareSafeties, costsToJson, costsToLines } from './cost-of-safety.ts';

const ending = new AbortController();

/** Nothing but the document goes to standard output. */
const silentStep: Step = (_doing, work) => work(() => undefined);

/** Settings of the caller's own Hermod, such as where its traces go, are not measured. */
function forgetSettings(): void {
  for (const name of Object.keys(process.env)) if (/^(HERMOD|OTEL)_/.test(name)) delete process.env[name];
}

async function main(): Promise<void> {
  forgetSettings();
  const options = readOptions(process.argv.slice(2));
  const stepOf = options.isJson ? silentStep : step;
  if (options.comparesSafeties) {
    const costs = await compareSafeties(options, stepOf, ending.signal);
    for (const line of options.isJson ? [costsToJson(costs)] : costsToLines(costs)) say(line);
    return;
  }
  const result = await runBench(options, stepOf, ending.signal);
  for (const line of options.isJson ? [toJson(result)] : toLines(result)) say(line);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const words = error instanceof HermodError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(ending.signal.aborted ? '\nStopped.\n' : `\n${words}\n`);
    process.exit(1);
  },
);

/** The benchmark itself, against the packages as they are built. */
import { say, step } from '../../bin/progress.mjs';
import type { Step } from '../system/foundation.ts';
import { runExperiment } from '../system/run-experiment.ts';
import { compareSafeties, costsToJson, costsToLines } from './cost-of-safety.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { toJson, toLines } from './report.ts';
import { runBench } from './run-bench.ts';

/** Nothing but the document goes to standard output. */
const silentStep: Step = (_doing, work) => work(() => undefined);

runExperiment(async (signal) => {
  const options = readOptions(process.argv.slice(2));
  for (const line of await measure(options, signal)) say(line);
  return 0;
});

async function measure(options: BenchOptions, signal: AbortSignal): Promise<string[]> {
  const { isJson, comparesSafeties } = options;
  const told = isJson ? silentStep : step;
  if (comparesSafeties) {
    const costs = await compareSafeties(options, told, signal);
    return isJson ? [costsToJson(costs)] : costsToLines(costs);
  }
  const result = await runBench(options, told, signal);
  return isJson ? [toJson(result)] : toLines(result);
}

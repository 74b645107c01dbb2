/** The nemesis itself, against the packages as they are built. */
import { say, step } from '../../bin/progress.mjs';
import { runExperiment } from '../system/run-experiment.ts';
import { readOptions } from './options.ts';
import { provePlantedBugs } from './prove-planted-bugs.ts';
import { explainBreaches, tellRun } from './report.ts';
import { runAndCheck } from './run-and-check.ts';

runExperiment(async (signal) => {
  const options = readOptions(process.argv.slice(2));
  if (options.planted.length > 0) return provePlantedBugs(options, step, say, signal);
  say(`  seed ${options.seed}`);
  const run = await runAndCheck({ ...options, env: {} }, step, signal);
  for (const line of tellRun(run)) say(line);
  for (const line of explainBreaches(run, options)) say(line);
  say(`${run.held.length} passed, ${run.broken.length} failed`);
  return run.broken.length === 0 ? 0 : 1;
});

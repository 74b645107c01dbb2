/** The benchmark of timers itself, against the packages as they are built. */
import { say, step } from '../../../bin/progress.mjs';
import { silently } from '../../system/foundation.ts';
import { runExperiment } from '../../system/run-experiment.ts';
import { readTimerOptions } from './options.ts';
import { timersToJson, timersToLines } from './report-timers.ts';
import { runTimersBench } from './run-timers-bench.ts';

runExperiment(async (signal) => {
  // The first argument is the word `timers`.
  const options = readTimerOptions(process.argv.slice(3));
  const result = await runTimersBench(options, options.isJson ? silently : step, signal);
  const lines = options.isJson ? [timersToJson(result)] : timersToLines(result);
  for (const line of lines) say(line);
  return 0;
});

/** The benchmark of neighbours itself, against the packages as they are built. */
import { say, step } from '../../../bin/progress.mjs';
import { silently } from '../../system/foundation.ts';
import { runExperiment } from '../../system/run-experiment.ts';
import { readNeighbourOptions } from './options.ts';
import { figuresOf, neighboursToLines } from './report.ts';
import { runNeighboursBench } from './run-neighbours-bench.ts';

runExperiment(async (signal) => {
  // The first argument is the word `neighbours`.
  const options = readNeighbourOptions(process.argv.slice(3));
  const result = await runNeighboursBench(options, options.isJson ? silently : step, signal);
  const { loadAverage } = result;
  const document = { at: new Date().toISOString(), options, loadAverage, figures: figuresOf(result) };
  const lines = options.isJson ? [JSON.stringify(document, null, 2)] : neighboursToLines(result);
  for (const line of lines) say(line);
  return 0;
});

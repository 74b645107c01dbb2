/** The benchmark of imports itself, against the packages as they are built. */
import { say, step } from '../../../bin/progress.mjs';
import { silently } from '../../system/foundation.ts';
import { runExperiment } from '../../system/run-experiment.ts';
import { COUNTED } from '../meters.ts';
import { readImportOptions } from './options.ts';
import { type ImportFigure, runImportBench } from './run-import-bench.ts';

runExperiment(async (signal) => {
  // The first argument is the word `import`.
  const options = readImportOptions(process.argv.slice(3));
  const figures = await runImportBench(options, options.isJson ? silently : step, signal);
  if (options.isJson) say(JSON.stringify({ at: new Date().toISOString(), figures }, null, 2));
  else for (const figure of figures) say(lineOf(figure));
  return 0;
});

function lineOf({ what, rows, seconds, usage }: ImportFigure): string {
  const thousands = rows / 1_000;
  const cost = COUNTED.map((one) => `${one} ${(usage.cpu[one] / thousands).toFixed(2)}`).join(', ');
  const pace = Math.round(rows / seconds).toLocaleString('en');
  const load = usage.loadAverage.toFixed(1);
  return `  ${what}: ${pace} rows a second (${seconds.toFixed(1)} s); CPU-seconds per 1,000: ${cost}; load average ${load}`;
}

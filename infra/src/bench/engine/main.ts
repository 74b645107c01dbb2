/** The benchmark of the engine itself, against the packages as they are built. */
import { cpus, loadavg } from 'node:os';
import { say, step } from '../../../bin/progress.mjs';
import { silently } from '../../system/foundation.ts';
import { runExperiment } from '../../system/run-experiment.ts';
import { type EngineFigure, engineMeasurements } from './measure-engine.ts';
import { readEngineOptions } from './options.ts';

runExperiment(async (signal) => {
  // The first argument is the word `engine`.
  const options = readEngineOptions(process.argv.slice(3));
  const told = options.isJson ? silently : step;
  const figures: EngineFigure[] = [];
  for (const { what, measure } of engineMeasurements(options)) {
    signal.throwIfAborted();
    figures.push(await told(what, () => Promise.resolve(measure())));
  }
  if (options.isJson)
    say(JSON.stringify({ at: new Date().toISOString(), cpu: cpus()[0]?.model, figures }, null, 2));
  else for (const line of linesOf(figures)) say(line);
  return 0;
});

function linesOf(figures: readonly EngineFigure[]): string[] {
  const number = (value: number): string =>
    value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
  const lines = figures.map(({ what, unit, pace }) => {
    const { perSecond, worstPerSecond } = pace;
    const spread = ((1 - worstPerSecond / perSecond) * 100).toFixed(0);
    const micros = number(1_000_000 / perSecond);
    return `  ${what.padEnd(36)}${number(perSecond).padStart(12)} ${unit} a second, ${micros} µs each; the worst round ${spread} % less`;
  });
  return [
    '',
    ...lines,
    '',
    `  best of ${figures[0]?.pace.rounds ?? 0} rounds, one core; load average ${loadavg()[0]!.toFixed(1)}`,
  ];
}

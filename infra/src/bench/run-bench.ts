import type { Alteration } from '../alter/alteration.ts';
import type { Step } from '../system/foundation.ts';
import { Generator } from './generator.ts';
import { measure, measureIdle, warmUp, type Bench, type Load, type Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { enterPeople, publishScenarios } from './people.ts';
import { requireProc } from './processor-time.ts';
import { Profiling } from './profiling.ts';
import { Progress } from './progress.ts';
import type { BenchResult, Series } from './report.ts';
import { openRig, type Rig } from './rig.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

/**
 * Starts a system, measures on it, and takes it away.
 * @param alteration what is left out of its services; absent: nothing
 * @throws HermodError BENCH_NEEDS_LINUX, what starting throws, and what makes a measurement worthless.
 */
export async function runBench(
  options: BenchOptions,
  step: Step,
  signal: AbortSignal,
  alteration?: Alteration,
): Promise<BenchResult> {
  requireProc();
  const { countsStatements, profile } = options;
  const rig = await openRig({ step, signal, countsStatements, isProfiled: profile.length > 0, alteration });
  const generator = new Generator(rig.system.brokers, rig.system.prefix);
  const progress = new Progress(rig.system);
  let profiling: Profiling | undefined;
  try {
    const scenarios = options.scenarios.map((name) => SCENARIOS[name]);
    const recipients = await step(
      `Entering ${options.recipients} recipients`,
      () => setUp(rig, scenarios, options),
      (ids) => `${ids.length} recipients with a consent each`,
    );
    await generator.connect();
    profiling = await Profiling.attach(rig.system, profile);
    const bench = { rig, recipients, generator, progress, profiling, countsStatements, signal };
    return await measureAll(bench, scenarios, options, step);
  } finally {
    profiling?.close();
    await generator.close();
    await progress.close();
    await rig.stop();
  }
}

async function setUp(
  rig: Rig,
  scenarios: readonly Scenario[],
  options: BenchOptions,
): Promise<readonly string[]> {
  await publishScenarios(rig.system, scenarios);
  return enterPeople(rig.system, options.recipients);
}

async function measureAll(
  bench: Bench,
  scenarios: readonly Scenario[],
  options: BenchOptions,
  step: Step,
): Promise<BenchResult> {
  for (const scenario of options.warmUp === 0 ? [] : scenarios) {
    await step(`Warming up: ${scenario.inWords}`, () => warmUp(bench, scenario, options.warmUp));
  }
  const idle = await step('Measuring what it uses while nothing happens', () => measureIdle(bench));
  const series: Series[] = [];
  for (const scenario of scenarios) {
    for (const load of loadsOf(options)) {
      const measurements: Measurement[] = [];
      for (let run = 1; run <= options.runs; run += 1) {
        const name = `${scenario.inWords}, ${load.count} events ${load.perSecond === undefined ? 'at once' : `at ${load.perSecond} a second`}`;
        const of = options.runs === 1 ? '' : ` (${run} of ${options.runs})`;
        measurements.push(await step(`Measuring: ${name}${of}`, () => measure(bench, scenario, load)));
      }
      series.push({ scenario, load, measurements });
    }
  }
  return { options, idle, series };
}

function loadsOf({ atOnce, ratePerSecond, rateEvents }: BenchOptions): Load[] {
  return [
    ...(atOnce === 0 ? [] : [{ count: atOnce }]),
    ...(ratePerSecond === 0 ? [] : [{ count: rateEvents, perSecond: ratePerSecond }]),
  ];
}

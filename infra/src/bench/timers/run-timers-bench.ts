import { HermodError } from '@hermod/contracts';
import type { Step } from '../../system/foundation.ts';
import { requireProc } from '../processor-time.ts';
import { type Contender, openQueue, openTable } from './contender.ts';
import { measureRestart, type Restart } from './measure-restart.ts';
import { measureTimers, measureUnderSnapshot, type TimerMeasurement } from './measure-timers.ts';
import type { ContenderName, TimerOptions } from './options.ts';
import { openRouting, RoutingProcess } from './routing-contender.ts';
import { openTimerRig, type TimerRig } from './timer-rig.ts';

/** Everything that was measured about timers. */
export interface TimersResult {
  readonly options: TimerOptions;
  readonly measurements: readonly TimerMeasurement[];
  /** Undefined when routing was left out. */
  readonly restart: Restart | undefined;
}

interface Bench {
  readonly rig: TimerRig;
  readonly options: TimerOptions;
  readonly step: Step;
  readonly signal: AbortSignal;
}

/**
 * Starts a broker and a database, lets one contender after the other keep and fire timers on them, and takes all away.
 * @throws HermodError BENCH_NEEDS_LINUX, BENCH_INCIDENT, BENCH_CONTENDER, BENCH_STUCK, and what starting throws.
 */
export async function runTimersBench(
  options: TimerOptions,
  step: Step,
  signal: AbortSignal,
): Promise<TimersResult> {
  requireProc();
  const rig = await openTimerRig(step);
  try {
    const bench = { rig, options, step, signal };
    const { measurements, restart } = await measureHermod(bench);
    for (const name of ['pg-boss', 'graphile-worker'] as const)
      if (options.contenders.includes(name)) measurements.push(...(await measureQueue(bench, name)));
    const [incident] = rig.incidents;
    if (incident !== undefined)
      throw new HermodError('BENCH_INCIDENT', `Something else happened: ${incident}`);
    return { options, measurements, restart };
  } finally {
    await rig.stop();
  }
}

/** The table and the whole service share what is pending: first the one, then the other fires. */
async function measureHermod(
  bench: Bench,
): Promise<{ measurements: TimerMeasurement[]; restart: Restart | undefined }> {
  const { rig, options, step, signal } = bench;
  const wants = (name: ContenderName): boolean => options.contenders.includes(name);
  if (!wants('table') && !wants('routing')) return { measurements: [], restart: undefined };
  const process = new RoutingProcess(rig);
  await step('Starting routing, which makes its tables', async () => {
    await process.start();
    await process.publish();
    await process.stop();
  });
  const { contender: table, jobs } = await openTable(rig, signal);
  const routing = await openRouting(rig, process, jobs, signal);
  try {
    const contenders = [...(wants('table') ? [table] : []), ...(wants('routing') ? [routing] : [])];
    const measurements = await measureAtEach(bench, contenders);
    const pending = options.pending.at(-1)!;
    const restart = wants('routing')
      ? await step(`routing: starting with ${options.burst} overdue`, () =>
          measureRestart(routing, pending, options.burst),
        )
      : undefined;
    return { measurements, restart };
  } finally {
    await routing.close();
    await table.close();
  }
}

async function measureQueue(
  bench: Bench,
  name: 'pg-boss' | 'graphile-worker',
): Promise<readonly TimerMeasurement[]> {
  const queue = await openQueue(name, bench.rig, bench.signal);
  try {
    return await measureAtEach(bench, [queue]);
  } finally {
    await queue.close();
  }
}

/** Contenders of one database, with ever more timers pending. */
async function measureAtEach(bench: Bench, contenders: readonly Contender[]): Promise<TimerMeasurement[]> {
  const { options, step, rig, signal } = bench;
  const names = contenders.map(({ name }) => name).join(', ');
  const levels = [...new Set([...options.pending, ...(options.held === 0 ? [] : [options.held])])];
  const measurements: TimerMeasurement[] = [];
  let filled = 0;
  for (const pending of levels.toSorted((one, other) => one - other)) {
    const missing = pending - filled;
    await step(`${names}: filling in ${missing}`, async () => {
      await contenders[0]!.fill(missing);
      await rig.settle(contenders[0]!.databaseUrl);
    });
    filled = pending;
    for (const contender of contenders) {
      const told = (what: string): string => `${contender.name}, ${pending} pending${what}`;
      signal.throwIfAborted();
      if (options.pending.includes(pending))
        measurements.push(await step(told(''), () => measureTimers(contender, rig, options, pending)));
      if (pending !== options.held) continue;
      const underSnapshot = (): Promise<TimerMeasurement> =>
        measureUnderSnapshot(contender, rig, options, pending);
      measurements.push(await step(told(', an old snapshot open'), underSnapshot));
      await rig.settle(contender.databaseUrl);
    }
  }
  return measurements;
}

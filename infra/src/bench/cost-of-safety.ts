import type { Step } from '../foundation.ts';
import type { Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { median } from './quantiles.ts';
import { type BenchResult, type Series, toDocument } from './report.ts';
import { runBench } from './run-bench.ts';
import { SAFETIES } from './safeties.ts';

/** One system that was measured. */
export interface Cost {
  /** What was left out, or undefined for the system as it is. */
  readonly without: string | undefined;
  readonly result: BenchResult;
}

/**
 * Measures the system as it is, then without each of its safeties, on a fresh system each time.
 * Every journey is checked as ever: nothing fails meanwhile, so all go well without them.
 * @throws what `runBench` throws
 */
export async function compareSafeties(
  options: BenchOptions,
  step: Step,
  signal: AbortSignal,
): Promise<readonly Cost[]> {
  const costs: Cost[] = [{ without: undefined, result: await runBench(options, step, signal) }];
  for (const safety of SAFETIES) {
    const named: Step = (doing, ...rest) => step(`Without ${safety.name}: ${doing}`, ...rest);
    costs.push({ without: safety.name, result: await runBench(options, named, signal, safety) });
  }
  return costs;
}

/** One JSON document, each measurement whole. */
export function costsToJson(costs: readonly Cost[]): string {
  const documents = costs.map(({ without, result }) => ({ without: without ?? null, ...toDocument(result) }));
  return JSON.stringify(documents, null, 2);
}

/** A table for each scenario and load: CPU-seconds, hops and WAL, and what leaving out saves. */
export function costsToLines(costs: readonly Cost[]): string[] {
  const [whole] = costs;
  return (whole?.result.series ?? []).flatMap((series, index) => tableOf(series, index, costs));
}

function tableOf({ scenario, load }: Series, index: number, costs: readonly Cost[]): string[] {
  const how =
    load.perSecond === undefined ? `${load.count} at once` : `${load.count} at ${load.perSecond} a second`;
  const wholeCpu = cpuOf(costs[0]!, index);
  return [
    '',
    `${scenario.inWords}, ${how}: CPU-seconds per 1,000 · against the whole · gathered hops · WAL, kB a journey`,
    ...costs.map((cost) => {
      const cpu = cpuOf(cost, index);
      const hops = medianOf(cost, index, (measurement) => measurement.hopsPerJourney);
      const wal = medianOf(cost, index, (measurement) => measurement.walBytesPerJourney) / 1000;
      const name = cost.without === undefined ? 'as it is' : `without ${cost.without}`;
      return `  ${name.padEnd(32)}${cpu.toFixed(2).padStart(7)}${percent(cpu / wholeCpu).padStart(8)}${hops.toFixed(0).padStart(6)}${wal.toFixed(1).padStart(7)}`;
    }),
  ];
}

function cpuOf(cost: Cost, index: number): number {
  return medianOf(cost, index, (measurement) => measurement.cpuPer1000);
}

function medianOf({ result }: Cost, index: number, of: (measurement: Measurement) => number): number {
  return median(result.series[index]!.measurements.map(of));
}

function percent(ratio: number): string {
  return `${((ratio - 1) * 100).toFixed(0)} %`;
}

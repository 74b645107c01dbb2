import type { Step } from '../system/foundation.ts';
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
 * Measures the system as it is and without each of its safeties, on a fresh system each time; with several runs, one
 * after the other in rounds, so that a machine that changes its pace meanwhile changes it for all of them.
 * Every journey is checked as ever: nothing fails meanwhile, so all go well without them.
 * @throws what `runBench` throws
 */
export async function compareSafeties(
  options: BenchOptions,
  step: Step,
  signal: AbortSignal,
): Promise<readonly Cost[]> {
  const rounds: Cost[][] = [];
  for (let round = 1; round <= options.runs; round += 1) {
    const costs: Cost[] = [];
    for (const safety of [undefined, ...SAFETIES]) {
      const name = safety === undefined ? 'As it is' : `Without ${safety.name}`;
      const named: Step = (doing, ...rest) => step(`${name}: ${doing}`, ...rest);
      const result = await runBench({ ...options, runs: 1 }, named, signal, safety);
      costs.push({ without: safety?.name, result });
    }
    rounds.push(costs);
  }
  return rounds[0]!.map(({ without }, position) => ({
    without,
    result: joined(rounds.map((costs) => costs[position]!.result)),
  }));
}

/** Results of the same options as one with all their measurements. */
function joined(results: readonly BenchResult[]): BenchResult {
  const [first] = results;
  const series = first!.series.map((each, index) => ({
    ...each,
    measurements: results.flatMap((result) => result.series[index]!.measurements),
  }));
  return { ...first!, series };
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

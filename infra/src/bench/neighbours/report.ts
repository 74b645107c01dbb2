import { quantile } from '../quantiles.ts';
import { type NeighbourResult, type State, STATES } from './run-neighbours-bench.ts';

/** Of one state: how long texts took, and how much longer than undisturbed. */
export interface NeighbourFigure {
  readonly state: State;
  readonly texts: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** 1: as undisturbed. */
  readonly p99Ratio: number;
}

/** The figures of a run, undisturbed first. */
export function figuresOf({ delaysMs }: Pick<NeighbourResult, 'delaysMs'>): NeighbourFigure[] {
  const undisturbed = quantile(delaysMs.well, 0.99);
  return (Object.keys(STATES) as State[]).map((state) => {
    const delays = delaysMs[state];
    const p99Ms = quantile(delays, 0.99);
    return {
      state,
      texts: delays.length,
      p50Ms: quantile(delays, 0.5),
      p99Ms,
      p99Ratio: p99Ms / undisturbed,
    };
  });
}

/** For people. */
export function neighboursToLines(result: NeighbourResult): string[] {
  const { ratePerSecond } = result.options;
  return [
    `  texts from event to acceptance, beside ${ratePerSecond} pushes a second; load average ${result.loadAverage.toFixed(1)}`,
    ...figuresOf(result).map(
      ({ state, texts, p50Ms, p99Ms, p99Ratio }) =>
        `  push's provider ${state}: p50 ${p50Ms} ms, p99 ${p99Ms} ms (${p99Ratio.toFixed(2)} of undisturbed), ${texts} texts`,
    ),
  ];
}

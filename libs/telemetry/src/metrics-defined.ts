/** Metrics by their definition: what is registered has the name, the words and the labels of the catalog. */
import { counter, gauge, histogram, observedCounter } from './metrics.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram';

/** A metric as the catalog tells of it. */
export interface MetricDefinition<T extends MetricType = MetricType, L extends string = string> {
  readonly type: T;
  /** After Prometheus' conventions: the unit at the end, counters with `_total`. */
  readonly name: string;
  /** One sentence, also the help text of the exposition. */
  readonly help: string;
  /** Only what has few values: never a recipient, an address or an id. */
  readonly labels: readonly L[];
  /** The processes that show it. */
  readonly from: readonly MetricSource[];
  /** Histograms only: upper bounds in ascending order. */
  readonly bounds?: readonly number[];
}

export type MetricSource = 'gateway' | 'routing' | 'consent' | 'delivery' | 'receipts';

/** One series of a gauge with the labels of its definition. */
export interface DefinedReading<L extends string> {
  readonly labels: Readonly<Record<L, string>>;
  readonly value: number;
}

type LabelsOf<L extends string> = Readonly<Record<L, string>>;
/** Labels are left out only where there are none. */
type Arguments<L extends string, Rest extends unknown[]> = [L] extends [never]
  ? [labels?: undefined, ...Rest]
  : [labels: LabelsOf<L>, ...Rest];

export interface DefinedCounter<L extends string> {
  /** Adds to the series of these labels; `by` is not negative, default 1. */
  inc(...about: Arguments<L, [by?: number]>): void;
}

export interface DefinedHistogram<L extends string> {
  /** Adds one observation, in the unit of the metric's name. */
  observe(value: number, ...about: Arguments<L, []>): void;
}

/** What only some metrics have. */
interface Details<L extends string> {
  readonly labels?: readonly L[];
  readonly bounds?: readonly number[];
}

/** Writes down a definition. */
export function metric<T extends MetricType, L extends string = never>(
  type: T,
  from: readonly MetricSource[],
  name: string,
  help: string,
  { labels = [], bounds }: Details<L> = {},
): MetricDefinition<T, L> {
  return { type, from, name, help, labels, ...(bounds === undefined ? {} : { bounds }) };
}

/** The counter of a definition; asked for twice it is the same one. */
export function counterOf<L extends string>({
  name,
  help,
  labels,
}: MetricDefinition<'counter', L>): DefinedCounter<L> {
  return counter(name, help, labels);
}

/** The histogram of a definition; asked for twice it is the same one. */
export function histogramOf<L extends string>({
  name,
  help,
  bounds = [],
}: MetricDefinition<'histogram', L>): DefinedHistogram<L> {
  return histogram(name, help, bounds);
}

/** Registers the gauge of a definition. What can't be told just now has no reading: an old value would be a lie. */
export function gaugeOf<L extends string>(
  { name, help }: MetricDefinition<'gauge', L>,
  read: () => readonly DefinedReading<L>[],
): void {
  gauge(name, help, read);
}

/** Registers a counter whose running total somebody else keeps. */
export function observedCounterOf(
  { name, help }: MetricDefinition<'counter', never>,
  read: () => number,
): void {
  observedCounter(name, help, read);
}

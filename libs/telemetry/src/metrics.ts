/**
 * Metrics in Prometheus' text format 0.0.4. A registry of our own, because the common client has had no
 * release for two years and renders asynchronously; this one has what Hermod uses and nothing else.
 */

export type Labels = Readonly<Record<string, string>>;

export interface Counter {
  /** Adds to the series of these labels; `by` is not negative, default 1. */
  inc(labels?: Labels, by?: number): void;
}

export interface Histogram {
  /** Adds one observation, in the metric's unit. */
  observe(value: number, labels?: Labels): void;
}

/** One series of a gauge. */
export interface Reading {
  readonly labels?: Labels;
  readonly value: number;
}

interface Metric {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  render(name: string): string[];
}

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const metrics = new Map<string, Metric>();

/** A counter; one that is registered twice is the same one. Without labels it is shown from the start, as 0. */
export function counter(name: string, help: string, labels: readonly string[] = []): Counter {
  const known = metrics.get(name);
  if (known instanceof CounterMetric) return known;
  return register(name, new CounterMetric(help, labels.length === 0));
}

/** A gauge that is read when metrics are gathered; registered again, the later reader counts. */
export function gauge(name: string, help: string, read: () => number | readonly Reading[]): void {
  metrics.delete(name);
  register(name, { type: 'gauge', help, render: (shown) => renderGauge(shown, read()) });
}

/** A counter whose running total somebody else keeps, such as the process' CPU time. */
export function observedCounter(name: string, help: string, read: () => number): void {
  metrics.delete(name);
  register(name, { type: 'counter', help, render: (shown) => renderGauge(shown, read()) });
}

/** A histogram with upper bounds in ascending order; `+Inf` is added. */
export function histogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const known = metrics.get(name);
  if (known instanceof HistogramMetric) return known;
  return register(name, new HistogramMetric(help, bounds));
}

/** Everything that is registered, as Prometheus' text exposition 0.0.4. */
export function renderMetrics(): string {
  const lines: string[] = [];
  for (const [name, metric] of metrics) {
    lines.push(
      `# HELP ${name} ${escapeHelp(metric.help)}`,
      `# TYPE ${name} ${metric.type}`,
      ...metric.render(name),
    );
  }
  return `${lines.join('\n')}\n`;
}

function register<M extends Metric>(name: string, metric: M): M {
  if (!NAME.test(name)) throw new TypeError(`${name} is no name of a metric`);
  if (metrics.has(name)) throw new TypeError(`the metric ${name} exists with another type`);
  metrics.set(name, metric);
  return metric;
}

class CounterMetric implements Metric, Counter {
  readonly type = 'counter';
  readonly help: string;
  readonly #values = new Map<string, number>();
  constructor(help: string, isAlone: boolean) {
    this.help = help;
    if (isAlone) this.#values.set('', 0);
  }
  inc(labels: Labels = {}, by = 1): void {
    if (!(by >= 0)) throw new RangeError('a counter only goes up');
    const series = renderLabels(labels);
    this.#values.set(series, (this.#values.get(series) ?? 0) + by);
  }
  render(name: string): string[] {
    return [...this.#values].map(([series, value]) => `${name}${series} ${value}`);
  }
}

interface Distribution {
  readonly labels: Labels;
  readonly counts: number[];
  sum: number;
}

class HistogramMetric implements Metric, Histogram {
  readonly type = 'histogram';
  readonly help: string;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Distribution>();
  constructor(help: string, bounds: readonly number[]) {
    this.help = help;
    this.#bounds = [...bounds, Infinity];
  }
  observe(value: number, labels: Labels = {}): void {
    const key = renderLabels(labels);
    const series = this.#series.get(key) ?? { labels, counts: this.#bounds.map(() => 0), sum: 0 };
    this.#series.set(key, series);
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    if (bucket === -1) return;
    series.counts[bucket] = series.counts[bucket]! + 1;
    series.sum += value;
  }
  render(name: string): string[] {
    return [...this.#series].flatMap(([key, series]) => {
      let sofar = 0;
      const buckets = this.#bounds.map((bound, at) => {
        sofar += series.counts[at]!;
        return `${name}_bucket${renderLabels({ ...series.labels, le: number(bound) })} ${sofar}`;
      });
      return [...buckets, `${name}_sum${key} ${number(series.sum)}`, `${name}_count${key} ${sofar}`];
    });
  }
}

function renderGauge(name: string, reading: number | readonly Reading[]): string[] {
  const readings = typeof reading === 'number' ? [{ value: reading }] : reading;
  return readings.map((one: Reading) => `${name}${renderLabels(one.labels ?? {})} ${number(one.value)}`);
}

/** Called for every count: plain concatenation takes half the time of joining what was mapped. */
function renderLabels(labels: Labels): string {
  let shown = '';
  for (const name in labels)
    shown += `${shown === '' ? '' : ','}${name}="${escapeLabel(labels[name] ?? '')}"`;
  return shown === '' ? '' : `{${shown}}`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  if (!/[\\\n"]/.test(text)) return text;
  return escapeHelp(text).replaceAll('"', '\\"');
}

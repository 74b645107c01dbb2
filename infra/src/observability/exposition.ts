import { METRIC_DEFINITIONS, type MetricDefinition } from '@hermod/telemetry';

/** Set by the gateway, or by the format itself. */
const ADDED_LABELS = new Set(['service', 'instance', 'le']);

/**
 * What of the shown metrics is not as the catalog says: a name, a type, a label.
 * @param text Prometheus' text format, as the gateway shows it.
 */
export function strangersIn(text: string): string[] {
  const strangers = new Set<string>();
  let metric: MetricDefinition | undefined;
  for (const line of text.split('\n')) {
    const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (name !== undefined) {
      metric = METRIC_DEFINITIONS.find((one) => one.name === name);
      if (metric === undefined) strangers.add(`${name} is not in the catalog`);
      else if (metric.type !== type) strangers.add(`${name} is a ${type}, the catalog says ${metric.type}`);
    } else if (metric !== undefined && line !== '' && !line.startsWith('#')) {
      for (const label of labelsOf(line)) {
        if (!ADDED_LABELS.has(label) && !metric.labels.includes(label))
          strangers.add(`${metric.name} has the label ${label}`);
      }
    }
  }
  return [...strangers];
}

/** Metrics of the catalog that the text does not show. */
export function missingIn(text: string): string[] {
  return METRIC_DEFINITIONS.map(({ name }) => name).filter((name) => !text.includes(`# TYPE ${name} `));
}

function labelsOf(sample: string): string[] {
  const [, labels = ''] = /^[^{\s]+\{(.*)\} \S+$/.exec(sample) ?? [];
  return [...labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)].map(([, label]) => label!);
}

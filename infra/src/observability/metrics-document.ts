import { METRIC_DEFINITIONS, type MetricDefinition } from '@hermod/telemetry';

const INTRODUCTION = `# Metrics

Generated from \`libs/telemetry/src/metrics-catalog.ts\`. The gateway and each process of a service
show their own at \`/metrics\`; the gateway gathers all of them there and adds the labels \`service\` and \`instance\`.
Prometheus' configuration and alerts are in \`infra/observability/prometheus\`, the Grafana dashboard in
\`infra/observability/grafana\`; what to do when an alert fires stands in [runbook.md](runbook.md), why it is as it is in
[adr/0019](adr/0019-metrics-of-invariants.md).

- Gauges of the database and of Kafka are sampled aside, every 5 s and every 10 s, by every instance: each tells of the
  same tables and groups, so take the \`max\`, never the \`sum\`. What could not be sampled for three intervals is not shown.
- Counters and histograms belong to one process and start at 0 with it: take \`sum\` over \`rate\`.
- No label holds a recipient, an address, an id or any other value without bounds.
- With several gateways scrape one of them, or the processes themselves: each gateway tells of everybody.
`;

/** `docs/metrics.md`: every metric with its type, labels and the processes that show it. */
export function metricsDocument(): string {
  const header = ['Metric', 'Type', 'Labels', 'Shown by', 'Meaning'];
  const rows = METRIC_DEFINITIONS.map(rowOf);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return `${[INTRODUCTION, line(header), rule, ...rows.map(line)].join('\n')}\n`;
}

function rowOf({ name, type, labels, from, help, bounds }: MetricDefinition): string[] {
  const shownBy = from.length === 5 ? 'every process' : from.join(', ');
  const about = bounds === undefined ? help : `${help} (up to ${bounds.join(', ')})`;
  return [
    `\`${name}\``,
    type,
    labels.map((label) => `\`${label}\``).join(', '),
    shownBy,
    about.replaceAll('|', '\\|'),
  ];
}

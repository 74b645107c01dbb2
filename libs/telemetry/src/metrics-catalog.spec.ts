import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRIC_DEFINITIONS, METRICS } from './metrics-catalog.ts';

/** Labels with few values each. Whoever adds one says here why it is bounded. */
const BOUNDED = new Set([
  'lane', // two
  'topic', // Kafka topics of the flow
  'partition', // of a Kafka topic
  'sample', // named in the code
  'decision', // three
  'rule', // why consent says something by itself, named in the code
  'channel', // five
  'purpose', // three
  'kind', // of a receipt
  'reason', // named in the code
  'code', // error codes
  'provider', // as configured
  'outcome', // of a hand-over
  'method', // of HTTP
  'route', // patterns, never paths
  'status', // of HTTP
  'by', // what was limited, named in the code
]);

/** The sources of apps and libraries, tests and comments left out, by path. */
function sources(): Map<string, string> {
  const root = new URL('../../../', import.meta.url);
  const found = new Map<string, string>();
  for (const group of ['apps', 'libs']) {
    for (const path of readdirSync(new URL(`${group}/`, root), { recursive: true, encoding: 'utf8' })) {
      if (!/^[^/]+\/src\/.*(?<!\.spec)\.ts$/.test(path)) continue;
      const text = readFileSync(new URL(`${group}/${path}`, root), 'utf8');
      found.set(`${group}/${path}`, text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''));
    }
  }
  return found;
}

describe.each(METRIC_DEFINITIONS.map((metric) => [metric.name, metric] as const))('%s', (name, metric) => {
  it('is named after the conventions', () => {
    expect(name).toMatch(/^(hermod|process|nodejs|http)_[a-z0-9_]+$/);
    expect(name.endsWith('_total')).toBe(metric.type === 'counter');
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|count|sum|bucket)$/);
    if (metric.type === 'histogram') {
      expect(name).toMatch(/_seconds$/);
      expect(metric.bounds).toEqual(metric.bounds?.toSorted((a, b) => a - b));
    } else expect(metric.bounds).toBeUndefined();
  });

  it('has labels with few values', () => {
    for (const label of metric.labels) expect(BOUNDED).toContain(label);
    // Set by whoever gathers.
    for (const taken of ['service', 'instance', 'job', 'le']) expect(metric.labels).not.toContain(taken);
  });
});

describe('the catalog', () => {
  it('has each name once', () => {
    const names = METRIC_DEFINITIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('knows every metric that the code registers, and the code every one of the catalog', () => {
    const used = new Set<string>();
    const unknown: string[] = [];
    for (const [path, text] of sources()) {
      for (const [, key] of text.matchAll(/\bMETRICS\.(\w+)/g)) used.add(key!);
      if (path.startsWith('libs/telemetry/')) continue;
      for (const [, name] of text.matchAll(
        /\b(?:counter|gauge|histogram|observedCounter)\(\s*'([a-z_]+)'/g,
      )) {
        const key = Object.entries(METRICS).find(([, metric]) => metric.name === name)?.[0];
        if (key === undefined) unknown.push(`${path}: ${name}`);
        else used.add(key);
      }
    }
    expect(unknown).toEqual([]);
    expect(Object.keys(METRICS).filter((key) => !used.has(key))).toEqual([]);
  });
});

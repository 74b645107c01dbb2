import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { METRIC_DEFINITIONS } from '@hermod/telemetry';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { dashboardDocument } from './dashboard.ts';
import { dashboards, queries, RULE_TESTS_FILE, rules, selectorsOf } from './queries.ts';

const recorded = new Set(rules().flatMap(({ record }) => record ?? []));

/** The catalog's metric of a series, whose name may end as those of a histogram do. */
function metricOf(series: string): (typeof METRIC_DEFINITIONS)[number] | undefined {
  return METRIC_DEFINITIONS.find(
    ({ name, type }) =>
      name === series ||
      (type === 'histogram' && [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(series)),
  );
}

test('selectors are found with their labels', () => {
  const expr =
    'max by (lane) (rate(hermod_a_total{lane="plain",topic=~"x|y"}[5m])) / hermod:b:ratio and up == 1';
  expect(selectorsOf(expr).map(({ name, labels }) => [name, labels])).toEqual([
    ['hermod_a_total', ['lane', 'topic']],
    ['hermod:b:ratio', []],
    ['up', []],
  ]);
});

describe.each(queries().map((query) => [query.from, query] as const))('%s', (_from, { expr }) => {
  it('asks for metrics and labels that exist', () => {
    const selectors = selectorsOf(expr);
    expect(selectors).not.toEqual([]);
    for (const { name, labels } of selectors) {
      if (name === 'up' || recorded.has(name)) continue;
      const metric = metricOf(name);
      expect(metric, name).toBeDefined();
      const known = [
        ...metric!.labels,
        'service',
        'instance',
        ...(metric!.type === 'histogram' ? ['le'] : []),
      ];
      for (const label of labels) expect(known, `${name}: ${label}`).toContain(label);
      const bounds = /\ble="([^"]+)"/.exec(expr)?.[1];
      if (bounds !== undefined && name.endsWith('_bucket')) expect(metric!.bounds).toContain(Number(bounds));
    }
  });
});

interface RuleTest {
  readonly alert_rule_test: readonly {
    readonly alertname: string;
    readonly exp_alerts?: readonly object[];
  }[];
}

const alerts = rules().flatMap(({ alert, ...rule }) => (alert === undefined ? [] : [{ alert, ...rule }]));

describe.each(alerts.map((rule) => [rule.alert, rule] as const))('%s', (name, { labels, annotations }) => {
  it('says what is wrong, how bad it is, and where it is written what to do', () => {
    expect(['page', 'ticket']).toContain(labels?.['severity']);
    expect(annotations?.['summary']).toMatch(/\S/);
    expect(annotations?.['description']).toMatch(/\.$/);
    expect(annotations?.['runbook_url']).toBe(`docs/runbook.md#${name.toLowerCase()}`);
    expect(readFileSync(join(REPOSITORY, 'docs', 'runbook.md'), 'utf8')).toContain(`\n### ${name}\n`);
  });

  it('is tested to be still, to fire, and to resolve', () => {
    const { tests } = parse(readFileSync(RULE_TESTS_FILE, 'utf8')) as { tests: RuleTest[] };
    const course = tests
      .flatMap((one) => one.alert_rule_test)
      .filter(({ alertname }) => alertname === name)
      .map(({ exp_alerts: expected }) => ((expected ?? []).length > 0 ? 'fires' : 'still'));
    expect(course.join(' ')).toMatch(/still fires still/);
  });
});

describe('the dashboard', () => {
  it('is what the code says', () => {
    expect(dashboards()).toEqual([JSON.parse(dashboardDocument())]);
  });

  it('shows every invariant', () => {
    const shown = new Set(
      dashboards()
        .flatMap(({ panels }) => panels.flatMap(({ targets }) => targets ?? []))
        .flatMap(({ expr }) => selectorsOf(expr))
        .flatMap(({ name }) => metricOf(name)?.name ?? []),
    );
    const hidden = METRIC_DEFINITIONS.map(({ name }) => name).filter(
      (name) => name.startsWith('hermod_') && !shown.has(name),
    );
    // Told by alerts alone.
    expect(hidden).toEqual(['hermod_sample_failures_total', 'hermod_lease_live']);
  });
});

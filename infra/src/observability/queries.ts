import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { parse } from 'yaml';

export const OBSERVABILITY = join(REPOSITORY, 'infra', 'observability');
export const RULES_FILE = join(OBSERVABILITY, 'prometheus', 'alerts.yml');
export const RULE_TESTS_FILE = join(OBSERVABILITY, 'prometheus', 'alerts.test.yml');
const DASHBOARDS = join(OBSERVABILITY, 'grafana', 'dashboards');

/** A rule as it stands in the file. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A query with the place that asks it. */
export interface Query {
  readonly from: string;
  readonly expr: string;
  /** An alert's query is empty while all is well. */
  readonly isAlert: boolean;
}

export function rules(): Rule[] {
  const { groups } = parse(readFileSync(RULES_FILE, 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}

interface Dashboard {
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

export function dashboards(): Dashboard[] {
  return readdirSync(DASHBOARDS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as Dashboard);
}

/** Every query that a rule or a panel asks. */
export function queries(): Query[] {
  return [
    ...rules().map((rule) => ({
      from: rule.alert === undefined ? `record ${rule.record}` : `alert ${rule.alert}`,
      expr: rule.expr,
      isAlert: rule.alert !== undefined,
    })),
    ...dashboards().flatMap(({ title, panels }) =>
      panels.flatMap((panel) =>
        (panel.targets ?? []).map(({ expr }) => ({ from: `${title}: ${panel.title}`, expr, isAlert: false })),
      ),
    ),
  ];
}

/** What a query reads: `name` or `name{…}`. */
export interface Selector {
  readonly text: string;
  readonly name: string;
  readonly labels: readonly string[];
}

const SELECTOR = /\b((?:hermod|process|nodejs|http)_[a-z0-9_]+|hermod:[a-z0-9_:]+|up)\b(\{[^}]*\})?(?!\()/g;

/** The selectors of a query, each once. */
export function selectorsOf(expr: string): Selector[] {
  const found = new Map<string, Selector>();
  for (const [text, name = '', matchers = ''] of expr.matchAll(SELECTOR)) {
    const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!);
    found.set(text, { text, name, labels });
  }
  return [...found.values()];
}

import { channelOf } from '../language/messages-of.ts';
import type { Millis } from '../engine/run.ts';
import type { Observed } from './notebook.ts';
import { readTimes } from './read-scenario.ts';
import type { Expectation, Scenario } from './scenario.ts';
import type { Simulation } from './simulate.ts';

/** A field in which what happened is not what was expected. */
export interface Difference {
  readonly field: string;
  readonly expected: unknown;
  readonly happened: unknown;
}

/** A line that was expected, with the instant that it names. */
export interface ExpectedLine {
  readonly line: Expectation;
  readonly at?: Millis;
}

/** What was expected beside what happened. */
export interface JudgedRow {
  readonly verdict: 'same' | 'differs' | 'missing' | 'unexpected';
  readonly expected?: ExpectedLine;
  readonly happened?: Observed;
  readonly differences: readonly Difference[];
}

/** Whether a scenario went as expected. */
export interface Judgement {
  readonly passed: boolean;
  readonly rows: readonly JudgedRow[];
}

/**
 * Lays what was expected beside what happened, both in their order. It passed when each expected line happened, nothing
 * else did (unless `strict` is false), and everything in the scenario could be done.
 */
export function judge(scenario: Scenario, { observed, mistakes, stopped }: Simulation): Judgement {
  const lines = scenario.expect ?? [];
  const times = readTimes(lines, scenario);
  const expected = lines.map((line, n): ExpectedLine => {
    const at = times[n];
    return at === undefined ? { line } : { line, at };
  });
  const isStrict = scenario.strict !== false;
  const rows = align(expected, observed, isStrict);
  const isFine = ({ verdict }: JudgedRow): boolean =>
    verdict === 'same' || (verdict === 'unexpected' && !isStrict);
  return { passed: rows.every(isFine) && mistakes.length === 0 && stopped === undefined, rows };
}

/** The cheapest alignment: few lines without a partner, then few differences. */
function align(
  expected: readonly ExpectedLine[],
  observed: readonly Observed[],
  isStrict: boolean,
): JudgedRow[] {
  const surplus = isStrict ? 1 : 0.001;
  const pairs = expected.map((one) => observed.map((other) => pair(one, other)));
  const cost = Array.from({ length: expected.length + 1 }, () => new Float64Array(observed.length + 1));
  for (let i = expected.length; i >= 0; i -= 1) {
    for (let j = observed.length; j >= 0; j -= 1) {
      if (i === expected.length && j === observed.length) continue;
      const missing = i < expected.length ? 1 + cost[i + 1]![j]! : Infinity;
      const more = j < observed.length ? surplus + cost[i]![j + 1]! : Infinity;
      const both = costOf(pairs[i]?.[j]) + (cost[i + 1]?.[j + 1] ?? Infinity);
      cost[i]![j] = Math.min(missing, more, both);
    }
  }
  return walk(expected, observed, pairs, cost);
}

function walk(
  expected: readonly ExpectedLine[],
  observed: readonly Observed[],
  pairs: readonly (readonly (readonly Difference[] | undefined)[])[],
  cost: readonly Float64Array[],
): JudgedRow[] {
  const rows: JudgedRow[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < observed.length) {
    const here = cost[i]![j]!;
    const differences = pairs[i]?.[j];
    const [one, other] = [expected[i], observed[j]];
    if (differences !== undefined && here === costOf(differences) + cost[i + 1]![j + 1]!) {
      const verdict = differences.length === 0 ? 'same' : 'differs';
      rows.push({ verdict, expected: one!, happened: other!, differences });
      [i, j] = [i + 1, j + 1];
    } else if (one !== undefined && here === 1 + cost[i + 1]![j]!) {
      rows.push({ verdict: 'missing', expected: one, differences: [] });
      i += 1;
    } else {
      rows.push({ verdict: 'unexpected', happened: other!, differences: [] });
      j += 1;
    }
  }
  return rows;
}

/** A pair that differs costs less than its two lines alone. */
function costOf(differences: readonly Difference[] | undefined): number {
  if (differences === undefined) return Infinity;
  return differences.length === 0 ? 0 : 1 + Math.min(0.9, differences.length * 0.1);
}

/** In what two lines differ; undefined when they are about different things. */
function pair({ line, at }: ExpectedLine, happened: Observed): readonly Difference[] | undefined {
  const fields = fieldsOf(line, happened);
  if (fields === undefined) return undefined;
  const all = [['at', at, happened.at], ['journey', line.journey, happened.journey], ...fields] as const;
  return all
    .filter(([, expected, found]) => expected !== undefined && !isSame(expected, found))
    .map(([field, expected, found]) => ({ field, expected, happened: found }));
}

type Field = readonly [field: string, expected: unknown, happened: unknown];

function fieldsOf(line: Expectation, happened: Observed): readonly Field[] | undefined {
  if ('ended' in line) {
    if (happened.kind !== 'ended') return undefined;
    return [
      ['ended', line.ended, happened.outcome],
      ...namedIn('variables', line.variables, happened.variables),
    ];
  }
  if ('published' in line) {
    if (happened.kind !== 'published' || happened.type !== line.published) return undefined;
    return namedIn('data', line.data, happened.data);
  }
  if ('running' in line) {
    if (happened.kind !== 'running') return undefined;
    return [
      ['running', line.running, happened.step],
      ...namedIn('variables', line.variables, happened.variables),
    ];
  }
  const { channel, template } = channelOf(line);
  if (happened.kind !== 'message' || happened.channel !== channel) return undefined;
  return [
    ['template', template, happened.template],
    ['step', line.step, happened.step],
    ['as', line.as ?? 'sent', happened.as],
    ['rule', line.rule, happened.rule],
    ['text', line.text?.trim(), happened.text],
  ];
}

/** Only what is named is looked at. */
function namedIn(
  field: string,
  expected: Readonly<Record<string, unknown>> | undefined,
  happened: Readonly<Record<string, unknown>>,
): Field[] {
  return Object.entries(expected ?? {}).map(([name, value]) => [
    `${field}.${name}`,
    value,
    Object.hasOwn(happened, name) ? happened[name] : undefined,
  ]);
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [keys, others] = [Object.keys(one), Object.keys(other)];
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === others.length &&
    keys.every(
      (key) =>
        Object.hasOwn(other, key) &&
        isSame((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  );
}

import { CHANNELS, HermodError } from '@hermod/contracts';
import type { z } from 'zod';
import type { Problem } from '../language/problem.ts';
import { type Reading, readBeginning, readMoment } from './moment.ts';
import {
  type Expectation,
  EXPECTATION_KINDS,
  type ExpectationKind,
  type Happening,
  HAPPENING_KINDS,
  type HappeningKind,
  type Scenario,
  ScenarioHead,
} from './scenario.ts';

/** The furthest that a scenario may look ahead of its beginning. */
const MAX_AHEAD_MS = 366 * 86_400_000;

/**
 * Reads a scenario. All mistakes are found in one pass.
 * @throws HermodError JOURNEY_SCENARIO_INVALID with every mistake, its path and what to do.
 */
export function readScenario(input: unknown): Scenario {
  const problems: Problem[] = [];
  const head = ScenarioHead.safeParse(input);
  if (!head.success) problems.push(...toProblems(head.error, ''));
  const raw = (input ?? {}) as { happens?: unknown; expect?: unknown };
  const happens = listOf(raw.happens).map((line, n) =>
    readLine<Happening>(line, `happens[${n}]`, HAPPENING_KINDS, kindOfHappening, problems),
  );
  const expect = listOf(raw.expect).map((line, n) =>
    readLine<Expectation>(line, `expect[${n}]`, EXPECTATION_KINDS, kindOfExpectation, problems),
  );
  if (!head.success || problems.length > 0) throw invalid(problems);
  const scenario: Scenario = {
    ...head.data,
    happens: happens as Happening[],
    expect: expect as Expectation[],
  };
  problems.push(...findWrongTimes(scenario));
  if (problems.length > 0) throw invalid(problems);
  const { expect: _none, ...onlyPlayed } = scenario;
  return head.data.expect === undefined ? onlyPlayed : scenario;
}

/** A mistake that only shows with the journeys at hand, or when the scenario is played. */
export function invalid(problems: readonly Problem[]): HermodError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new HermodError('JOURNEY_SCENARIO_INVALID', `${first!.field}: ${first!.message}${more}`, {
    field: first!.field,
    fix: first!.fix,
    problems,
  });
}

/** What times of a scenario are told from: its beginning, by the clocks of the recipient at that time. */
export function readingOf(scenario: Scenario): Reading {
  const zone = scenario.given.recipient.timeZone ?? 'UTC';
  const begins = readBeginning(scenario.begins, zone)!;
  return { zone, begins, after: begins };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function readLine<T>(
  line: unknown,
  path: string,
  kinds: Readonly<Record<string, z.ZodType>>,
  kindOf: (line: object) => string | undefined,
  problems: Problem[],
): T | undefined {
  const kind = typeof line === 'object' && line !== null ? kindOf(line) : undefined;
  if (kind === undefined) {
    const names = Object.keys(kinds).flatMap((name) => (name === 'message' ? CHANNELS : name));
    problems.push({
      field: path,
      message: 'this line says nothing',
      fix: `give it one of: ${names.join(', ')}`,
    });
    return undefined;
  }
  const verdict = kinds[kind]!.safeParse(line);
  if (verdict.success) return verdict.data as T;
  problems.push(...toProblems(verdict.error, path));
  return undefined;
}

function kindOfHappening(line: object): HappeningKind | undefined {
  return (Object.keys(HAPPENING_KINDS) as HappeningKind[]).find((kind) => kind in line);
}

/** What kind of expectation a line is. */
export function kindOfExpectation(line: object): ExpectationKind | undefined {
  if (CHANNELS.some((channel) => channel in line)) return 'message';
  return (['ended', 'published', 'running'] as const).find((kind) => kind in line);
}

function findWrongTimes(scenario: Scenario): Problem[] {
  const { zone } = readingOf(scenario);
  if (readBeginning(scenario.begins, zone) === undefined)
    return [neverShown('begins', scenario.begins, zone)];
  const until = scenario.until === undefined ? [] : [{ at: scenario.until }];
  return [
    ...wrongTimesOf(until, () => 'until', scenario),
    ...wrongTimesOf(scenario.happens, (n) => `happens[${n}].at`, scenario),
    ...wrongTimesOf(scenario.expect ?? [], (n) => `expect[${n}].at`, scenario),
  ];
}

function wrongTimesOf(
  lines: readonly { readonly at?: string | undefined }[],
  fieldOf: (n: number) => string,
  scenario: Scenario,
): Problem[] {
  const { zone, begins } = readingOf(scenario);
  return readTimes(lines, scenario).flatMap((at, n) => {
    const text = lines[n]!.at;
    if (text === undefined) return [];
    if (at === undefined) return [neverShown(fieldOf(n), text, zone)];
    if (at < begins)
      return [{ field: fieldOf(n), message: `${text} is before the beginning`, fix: 'begin earlier' }];
    if (at - begins > MAX_AHEAD_MS)
      return [{ field: fieldOf(n), message: `${text} is more than 366 days after the beginning` }];
    return [];
  });
}

/** The instants of lines; undefined for those without a time, or with one that never comes. */
export function readTimes(
  lines: readonly { readonly at?: string | undefined }[],
  scenario: Scenario,
): (number | undefined)[] {
  const reading = readingOf(scenario);
  let after = reading.begins;
  return lines.map(({ at: text }) => {
    if (text === undefined) return undefined;
    const at = readMoment(text, { ...reading, after });
    after = at ?? after;
    return at;
  });
}

function neverShown(field: string, text: string, zone: string): Problem {
  return {
    field,
    message: `the clocks of ${zone} never show ${text}`,
    fix: 'write another time; where clocks jump, an instant with its offset',
  };
}

function toProblems(error: z.ZodError, at: string): Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('');
    const field = `${at}${path}`.replace(/^\./, '') || 'scenario';
    const fix = fixOf(issue);
    return fix === undefined ? { field, message: issue.message } : { field, message: issue.message, fix };
  });
}

/** What mends the shape, where the message does not say it already. */
function fixOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return `remove ${issue.keys.join(', ')}, or correct its name`;
  if (issue.code === 'invalid_value') return `use one of: ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type')
    return issue.message.endsWith('undefined') ? 'add it' : `make it a ${issue.expected}`;
  return undefined;
}

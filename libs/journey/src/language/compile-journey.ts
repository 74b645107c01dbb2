import { HermodError } from '@hermod/contracts';
import type { Problem } from './problem.ts';
import type { z } from 'zod';
import { durationMs } from '@hermod/calendar';
import {
  type AudienceScope,
  compileExpression,
  type Expression,
  type Place,
  type ScopeOf,
} from './condition.ts';
import { findMistakes } from './find-mistakes.ts';
import { JourneyHead, type JourneyDocument } from './journey-document.ts';
import { type Step, STEP_KINDS, type StepKind } from './steps.ts';

/** A journey that was checked, ready to run. */
export interface CompiledJourney {
  readonly document: JourneyDocument;
  /** Bounds the run and each of its messages, in milliseconds. */
  readonly expiresMs: number;
  readonly startWhen?: Expression;
  readonly once?: { readonly per: Expression; readonly withinMs?: number };
  /** Who is of the audience, where there is a condition. */
  readonly audienceWhere?: Expression<AudienceScope>;
  readonly exits: readonly { readonly on: string; readonly when?: Expression }[];
  readonly steps: ReadonlyMap<string, CompiledStep>;
  /** Types of events that may move or end a run that goes on. */
  readonly hears: ReadonlySet<string>;
  /** Whether a run ever looks at what is known of its recipient. */
  readonly asksRecipient: boolean;
}

export interface CompiledStep {
  readonly step: Step;
  /** The id of the step that follows in the list. */
  readonly following: string | undefined;
  /** Conditions of a branch, in the order of its arms. */
  readonly conditions: readonly Expression[];
  /** What an awaited event has to fulfil. */
  readonly when?: Expression;
  /** The instant that is waited for. */
  readonly until?: Expression;
  /** What events have to have in common to be collected. */
  readonly key?: Expression;
  /** What is set, or published, by name. */
  readonly values: readonly (readonly [string, Expression])[];
}

const DEFAULT_EXPIRY_MS = {
  critical: 15 * 60_000,
  transactional: 86_400_000,
  marketing: 86_400_000,
} as const;

/**
 * Checks a document and compiles it. All mistakes are found in one pass.
 * @throws HermodError JOURNEY_INVALID with every mistake, its path and what to do.
 */
export function compileJourney(input: unknown): CompiledJourney {
  const problems: Problem[] = [];
  const head = JourneyHead.safeParse(input);
  const raw = input as { steps?: unknown } | null | undefined;
  const steps = Array.isArray(raw?.steps)
    ? raw.steps.map((step, index) => readStep(step, `steps[${index}]`, problems))
    : [];
  if (!head.success) problems.push(...toProblems(head.error, ''));
  if (!head.success || steps.includes(undefined)) throw invalid(problems);
  const document: JourneyDocument = { ...head.data, steps: steps as Step[] };
  problems.push(...findMistakes(document));
  const compiled = assemble(document, problems);
  if (problems.length > 0) throw invalid(problems);
  return compiled;
}

function invalid(problems: readonly Problem[]): HermodError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new HermodError('JOURNEY_INVALID', `${first!.field}: ${first!.message}${more}`, {
    field: first!.field,
    fix: first!.fix,
    problems,
  });
}

function readStep(input: unknown, path: string, problems: Problem[]): Step | undefined {
  const kinds = Object.keys(STEP_KINDS) as StepKind[];
  const given = typeof input === 'object' && input !== null ? kinds.filter((kind) => kind in input) : [];
  if (given.length !== 1) {
    const message =
      given.length === 0
        ? 'this step says nothing to do'
        : `a step does one thing, not ${given.join(' and ')}`;
    problems.push({ field: path, message, fix: `give it one of: ${kinds.join(', ')}` });
    return undefined;
  }
  const verdict = STEP_KINDS[given[0]!].safeParse(input);
  if (verdict.success) return verdict.data;
  problems.push(...toProblems(verdict.error, path));
  return undefined;
}

function toProblems(error: z.ZodError, at: string): Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('');
    const field = `${at}${path}`.replace(/^\./, '') || 'journey';
    const fix = fixOf(issue);
    return fix === undefined ? { field, message: issue.message } : { field, message: issue.message, fix };
  });
}

/** What mends the shape, where the message does not say it already. */
function fixOf(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return `remove ${issue.keys.join(', ')}, or correct its name`;
  if (issue.code === 'invalid_value') return `use one of: ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_union') return 'name a step, or a step for each outcome';
  if (issue.code === 'invalid_type')
    return issue.message.endsWith('undefined') ? 'add it' : `make it a ${issue.expected}`;
  return undefined;
}

type Compile = (source: string, field: string, wanted: 'bool' | 'any') => Expression;

/** Compiles every expression of a document; what can't be becomes a problem. */
function assemble(document: JourneyDocument, problems: Problem[]): CompiledJourney {
  const compile = compileIn('run', problems);
  const { start } = document;
  const where = start.audience?.where;
  const exits = (document.exit ?? []).map(({ on, when }, index) =>
    when === undefined ? { on } : { on, when: compile(when, `exit[${index}].when`, 'bool') },
  );
  const steps = document.steps.map((step, index) => compileStep(document, step, index, compile));
  return {
    document,
    expiresMs:
      document.expires === undefined ? DEFAULT_EXPIRY_MS[document.purpose] : durationMs(document.expires)!,
    ...(start.when === undefined ? {} : { startWhen: compile(start.when, 'start.when', 'bool') }),
    ...(start.once === undefined ? {} : { once: compileOnce(start.once, compile) }),
    ...(where === undefined
      ? {}
      : { audienceWhere: compileIn('audience', problems)(where, 'start.audience.where', 'bool') }),
    exits,
    steps: new Map(steps.map((compiled) => [compiled.step.id, compiled])),
    hears: new Set([...exits.map(({ on }) => on), ...steps.flatMap(({ step }) => heardBy(step, document))]),
    asksRecipient: exits.some(({ when }) => when !== undefined) || steps.some(asks),
  };
}

const NAMES: Readonly<Record<Place, string>> = {
  run: 'event, start, recipient, vars and now',
  audience: 'recipient, lastEvent, lastSignal, event and now',
};

function compileIn<P extends Place>(
  place: P,
  problems: Problem[],
): (source: string, field: string, wanted: 'bool' | 'any') => Expression<ScopeOf<P>> {
  return (source, field, wanted) => {
    const compiled = compileExpression(source, wanted, place);
    if ('evaluate' in compiled) return compiled;
    problems.push({ field, message: compiled.message, fix: `conditions are CEL over ${NAMES[place]}` });
    return { source, evaluate: () => ({ missing: compiled.message }) };
  };
}

function compileOnce(
  { per, within }: NonNullable<JourneyDocument['start']['once']>,
  compile: Compile,
): NonNullable<CompiledJourney['once']> {
  const compiled = compile(per, 'start.once.per', 'any');
  return within === undefined ? { per: compiled } : { per: compiled, withinMs: durationMs(within)! };
}

function compileStep(document: JourneyDocument, step: Step, index: number, compile: Compile): CompiledStep {
  const at = `steps[${index}]`;
  const named = (values: Readonly<Record<string, string>>, field: string): [string, Expression][] =>
    Object.entries(values).map(([name, source]) => [name, compile(source, `${at}.${field}.${name}`, 'any')]);
  const arms = 'branch' in step ? step.branch : [];
  const wait = 'wait' in step ? step.wait : {};
  const key = 'collect' in step ? step.collect.key : undefined;
  return {
    step,
    following: document.steps[index + 1]?.id,
    conditions: arms.map((arm, n) => compile(arm.when, `${at}.branch[${n}].when`, 'bool')),
    ...(wait.when === undefined ? {} : { when: compile(wait.when, `${at}.wait.when`, 'bool') }),
    ...(typeof wait.until === 'string' ? { until: compile(wait.until, `${at}.wait.until`, 'any') } : {}),
    ...(key === undefined ? {} : { key: compile(key, `${at}.collect.key`, 'any') }),
    values:
      'set' in step
        ? named(step.set, 'set')
        : 'publish' in step
          ? named(step.publish.data ?? {}, 'publish.data')
          : [],
  };
}

function heardBy(step: Step, { start }: JourneyDocument): string[] {
  if ('wait' in step && step.wait.on !== undefined) return [step.wait.on];
  if (!('collect' in step)) return [];
  const type = step.collect.on ?? start.on;
  return type === undefined ? [] : [type];
}

function asks({ step, conditions, when, until, key, values }: CompiledStep): boolean {
  const looks = conditions.length > 0 || values.length > 0 || [when, until, key].some(Boolean);
  return looks || ('wait' in step && typeof step.wait.until === 'object');
}

import { HermodError } from '@hermod/contracts';
import type { Problem } from './problem.ts';
import type { z } from 'zod';
import { compileExpression, type Expression } from './condition.ts';
import { durationMs } from './duration.ts';
import { findMistakes } from './find-mistakes.ts';
import {
  JourneyHead,
  type JourneyDocument,
  type Step,
  STEP_KINDS,
  type StepKind,
} from './journey-document.ts';

/** A journey that was checked, ready to run. */
export interface CompiledJourney {
  readonly document: JourneyDocument;
  /** Bounds the run and each of its messages, in milliseconds. */
  readonly expiresMs: number;
  readonly startWhen?: Expression;
  readonly once?: { readonly per: Expression; readonly withinMs: number };
  readonly exits: readonly { readonly on: string; readonly when?: Expression }[];
  readonly steps: ReadonlyMap<string, CompiledStep>;
}

export interface CompiledStep {
  readonly step: Step;
  /** The id of the step that follows in the list. */
  readonly following: string | undefined;
  /** Conditions of a branch, in the order of its arms. */
  readonly conditions: readonly Expression[];
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

function assemble(document: JourneyDocument, problems: Problem[]): CompiledJourney {
  const compile = (source: string, field: string, wanted: 'bool' | 'any'): Expression => {
    const compiled = compileExpression(source, wanted);
    if ('evaluate' in compiled) return compiled;
    problems.push({
      field,
      message: compiled.message,
      fix: 'conditions are CEL over event, start, recipient, vars and now',
    });
    return { source, evaluate: () => ({ missing: compiled.message }) };
  };
  const { start } = document;
  return {
    document,
    expiresMs:
      document.expires === undefined ? DEFAULT_EXPIRY_MS[document.purpose] : durationMs(document.expires)!,
    ...(start.when === undefined ? {} : { startWhen: compile(start.when, 'start.when', 'bool') }),
    ...(start.once === undefined
      ? {}
      : {
          once: {
            per: compile(start.once.per, 'start.once.per', 'any'),
            withinMs: durationMs(start.once.within)!,
          },
        }),
    exits: (document.exit ?? []).map(({ on, when }, index) =>
      when === undefined ? { on } : { on, when: compile(when, `exit[${index}].when`, 'bool') },
    ),
    steps: new Map(
      document.steps.map((step, index) => [step.id, compileStep(document, step, index, compile)]),
    ),
  };
}

function compileStep(
  document: JourneyDocument,
  step: Step,
  index: number,
  compile: (source: string, field: string, wanted: 'bool' | 'any') => Expression,
): CompiledStep {
  const arms = 'branch' in step ? step.branch : [];
  return {
    step,
    following: document.steps[index + 1]?.id,
    conditions: arms.map((arm, n) => compile(arm.when, `steps[${index}].branch[${n}].when`, 'bool')),
  };
}

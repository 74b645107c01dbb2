import { HermodError } from '@hermod/contracts';
import { examine, expiryOf } from './check/examine.ts';
import type { Expressions } from './compile-expressions.ts';
import type { CompiledJourney, CompiledStep } from './compiled-journey.ts';
import type { JourneyDocument } from './journey-document.ts';
import type { Finding, Problem } from './problem.ts';
import type { Step } from './steps.ts';

export type { CompiledJourney, CompiledStep } from './compiled-journey.ts';

/**
 * Checks a document and compiles it. All mistakes are found in one pass; warnings come with what was compiled.
 * @throws HermodError JOURNEY_INVALID with every error, its path and what to do.
 */
export function compileJourney(input: unknown): CompiledJourney {
  const { findings, whole } = examine(input);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || whole === undefined) throw invalid(errors);
  return assemble(whole.document, whole.expressions, findings);
}

/**
 * Compiles a document that was checked before: by an earlier build, whose check may have been another one. Only what the
 * engine needs is asked of it; an expression that can't be compiled any more has no value.
 * @throws HermodError JOURNEY_INVALID when it can't run.
 */
export function compilePublished(input: unknown): CompiledJourney {
  const { findings, whole } = examine(input);
  if (whole?.canRun !== true) throw invalid(findings.filter(({ severity }) => severity === 'error'));
  return assemble(whole.document, whole.expressions, findings);
}

function invalid(errors: readonly Finding[]): HermodError {
  const problems = errors.map(({ severity: _severity, ...problem }): Problem => problem);
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new HermodError('JOURNEY_INVALID', `${first!.field}: ${first!.message}${more}`, {
    field: first!.field,
    fix: first!.fix,
    problems,
  });
}

function assemble(
  document: JourneyDocument,
  { steps, looks: _looks, findings: _findings, ...ofHead }: Expressions,
  warnings: readonly Finding[],
): CompiledJourney {
  const { exits } = ofHead;
  return {
    document,
    expiresMs: expiryOf(document),
    ...ofHead,
    steps: new Map(steps.map((compiled) => [compiled.step.id, compiled])),
    hears: new Set([...exits.map(({ on }) => on), ...steps.flatMap(({ step }) => heardBy(step, document))]),
    warnings,
    asksRecipient: exits.some(({ when }) => when !== undefined) || steps.some(asks),
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

import type { Step } from './steps.ts';

/** Outcomes that end a run where `then` doesn't name them: none of them is a way to go on as if nothing had been. */
const ENDINGS: readonly string[] = ['limit', 'missing'];

/** An answer that is none of the replies; the step is left with it only where `then` names it. */
export const OTHER = 'other';
/** Nobody answered, or nobody could be asked. */
export const SILENT = 'silent';

/** Whether a step goes on with an answer that is none of its replies. */
export const takesOther = ({ then }: { readonly then?: unknown }): boolean =>
  typeof then === 'object' && then !== null && Object.hasOwn(then, OTHER);

/** The outcomes with which a step can be left. */
export function outcomesOf(step: Step): readonly string[] {
  const limit = 'visits' in step && step.visits !== undefined ? ['limit'] : [];
  return [...ownOutcomes(step), ...limit];
}

function ownOutcomes(step: Step): readonly string[] {
  if ('escalate' in step) return ['reached', 'exhausted'];
  if ('ask' in step)
    return [...step.replies.map(({ id }) => id), ...(takesOther(step) ? [OTHER] : []), SILENT];
  if ('send' in step) return step.await === undefined ? ['sent', 'failed'] : ['sent', 'reached', 'failed'];
  if ('wait' in step) {
    if (step.wait.on !== undefined) return ['happened', 'timeout'];
    return typeof step.wait.until === 'string' ? ['timeout', 'missing'] : ['timeout'];
  }
  if ('branch' in step) return [...step.branch.map((_, index) => armOutcome(index)), 'else'];
  if ('split' in step) return step.split.map((_, index) => armOutcome(index));
  if ('collect' in step) return ['collected'];
  if ('publish' in step || 'set' in step) return ['next'];
  return [];
}

/** The outcome of the arm of a branch or split, by its place. */
export const armOutcome = (index: number): string => `arm ${index + 1}`;

/** Where a step goes on with an outcome; undefined ends the run. `following` is the next step in the list. */
export function nextStep(step: Step, outcome: string, following: string | undefined): string | undefined {
  if ('end' in step) return undefined;
  if ('branch' in step || 'split' in step) {
    const arms: readonly { then: string }[] = 'branch' in step ? step.branch : step.split;
    const arm = arms.find((_, index) => armOutcome(index) === outcome);
    return arm?.then ?? ('else' in step ? step.else : undefined);
  }
  const { then } = step;
  const named = typeof then === 'object' && Object.hasOwn(then, outcome) ? then[outcome] : undefined;
  if (named !== undefined || ENDINGS.includes(outcome)) return named;
  return typeof then === 'string' ? then : following;
}

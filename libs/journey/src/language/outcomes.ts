import type { Step } from './journey-document.ts';

/** The outcomes with which a step can be left. */
export function outcomesOf(step: Step): readonly string[] {
  if ('escalate' in step) return ['reached', 'exhausted'];
  if ('send' in step) return ['sent', 'failed'];
  if ('wait' in step) return ['timeout'];
  if ('branch' in step) return [...step.branch.map((_, index) => `arm ${index + 1}`), 'else'];
  return [];
}

/** Where a step goes on with an outcome; undefined ends the run. `following` is the next step in the list. */
export function nextStep(step: Step, outcome: string, following: string | undefined): string | undefined {
  if ('end' in step) return undefined;
  if ('branch' in step) {
    const arm = /^arm (\d+)$/.exec(outcome);
    return arm === null ? step.else : step.branch[Number(arm[1]) - 1]!.then;
  }
  if (step.then === undefined) return following;
  if (typeof step.then === 'string') return step.then;
  return step.then[outcome] ?? following;
}

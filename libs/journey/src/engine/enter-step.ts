import type { CompiledStep } from '../language/compile-journey.ts';
import { nextStep } from '../language/outcomes.ts';
import type { Draft } from './draft.ts';
import { enterCollect } from './steps/collect.ts';
import { enterEscalation } from './steps/escalate.ts';
import { passBranch, passPublish, passSet, passSplit } from './steps/instant.ts';
import { enterSend } from './steps/send.ts';
import { enterWait } from './steps/wait.ts';
import type { Leaving } from './stimulus.ts';

/** Leaves a step with an outcome and goes on until the run waits for something, or ends. */
export function leaveStep(draft: Draft, stepId: string, leaving: Leaving): void {
  const next = wayOut(draft, stepId, leaving);
  if (next !== undefined) enterStep(draft, next);
}

/** Enters a step, and those behind it that are passed at once. It ends: every loop has a step that waits. */
export function enterStep(draft: Draft, id: string): void {
  for (let next: string | undefined = id; next !== undefined;) {
    const leaving = pass(draft, next);
    next = leaving === undefined ? undefined : wayOut(draft, next, leaving);
  }
}

/** Tells the outcome; returns where the run goes on, or ends it. */
function wayOut(draft: Draft, stepId: string, { outcome, why }: Leaving): string | undefined {
  const { step, following } = draft.journey.steps.get(stepId)!;
  draft.tell(outcome, why, { step: stepId });
  const target = nextStep(step, outcome, following);
  if (target === undefined) draft.end(outcome, { rule: 'last step', values: {} }, { step: stepId });
  return target;
}

/** Comes to a step. Returns how it was left, if it was at once. */
function pass(draft: Draft, id: string): Leaving | undefined {
  const compiled = draft.journey.steps.get(id)!;
  const { step } = compiled;
  // A step may be called `constructor`.
  const visit = (Object.hasOwn(draft.run.visits, id) ? draft.run.visits[id]! : 0) + 1;
  const most = 'visits' in step ? step.visits : undefined;
  if (most !== undefined && visit > most)
    return { outcome: 'limit', why: { rule: 'visits', values: { most } } };
  const isFirst = Object.keys(draft.run.visits).length === 0;
  draft.run.visits = { ...draft.run.visits, [id]: visit };
  // The first step is told by `started`, the last one by `ended`.
  if (!isFirst && !('end' in step)) draft.effects.push({ kind: 'progress', what: 'moved', step: id });
  return enter(draft, compiled, visit);
}

function enter(draft: Draft, compiled: CompiledStep, visit: number): Leaving | undefined {
  const { step } = compiled;
  if ('wait' in step) return enterWait(draft, compiled, visit);
  if ('branch' in step) return passBranch(draft, compiled);
  if ('split' in step) return passSplit(draft, compiled);
  if ('set' in step) return passSet(draft, compiled);
  if ('publish' in step) return passPublish(draft, compiled, visit);
  if ('collect' in step) return enterCollect(draft, compiled, visit);
  if ('escalate' in step || 'ask' in step) enterEscalation(draft, step, visit);
  else if ('send' in step) enterSend(draft, step, visit);
  else draft.end(step.end, { rule: 'end step', values: {} }, { step: step.id });
  return undefined;
}

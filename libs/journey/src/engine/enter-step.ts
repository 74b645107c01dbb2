import { messageId } from '@hermod/contracts';
import { holds } from '../language/condition.ts';
import { durationMs } from '../language/duration.ts';
import { channelOf, type Rung, type Step } from '../language/journey-document.ts';
import { nextStep } from '../language/outcomes.ts';
import type { Draft } from './draft.ts';
import type { Why } from './stimulus.ts';

/** A hand-over takes at least this long before it is given up, and at most an hour. */
const MIN_HAND_OVER_MS = 60_000;
const MAX_HAND_OVER_MS = 3_600_000;

type StepOf<K extends string> = Extract<Step, Record<K, unknown>>;

/** Leaves a step with an outcome and goes on until the run waits for something. */
export function leaveStep(draft: Draft, stepId: string, outcome: string, why: Why): void {
  const { step, following } = draft.journey.steps.get(stepId)!;
  draft.tell(outcome, why, { step: stepId });
  const target = nextStep(step, outcome, following);
  if (target === undefined) return draft.end(outcome, { rule: 'last step', values: {} }, { step: stepId });
  enterStep(draft, target);
}

/** Enters a step. Loops are refused when a journey is compiled, so this ends. */
export function enterStep(draft: Draft, id: string): void {
  const { step } = draft.journey.steps.get(id)!;
  // A step may be called `constructor`.
  const visit = (Object.hasOwn(draft.run.visits, id) ? draft.run.visits[id]! : 0) + 1;
  const isFirst = Object.keys(draft.run.visits).length === 0;
  draft.run.visits = { ...draft.run.visits, [id]: visit };
  // The first step is told by `started`, the last one by `ended`.
  if (!isFirst && !('end' in step)) draft.effects.push({ kind: 'progress', what: 'moved', step: id });
  if ('escalate' in step) enterRung(draft, step, visit, 0);
  else if ('send' in step) enterSend(draft, step, visit);
  else if ('wait' in step) enterWait(draft, step, visit);
  else if ('branch' in step) enterBranch(draft, step);
  else draft.end(step.end, { rule: 'end step', values: {} }, { step: id });
}

/** Asks for the message of one rung. */
export function enterRung(draft: Draft, step: StepOf<'escalate'>, visit: number, index: number): void {
  const rung: Rung = step.escalate[index]!;
  const message = request(draft, step.id, visit, index, rung, handOverMs(rung.within));
  draft.stand({ kind: 'escalate', step: step.id, visit, message });
  draft.tell(
    'requested',
    { rule: 'rung', values: { rung: index + 1, of: step.escalate.length, until: rung.until } },
    { message },
  );
}

function enterSend(draft: Draft, step: StepOf<'send'>, visit: number): void {
  const messages = step.send.map((sent, index) =>
    request(draft, step.id, visit, index, sent, MAX_HAND_OVER_MS),
  );
  draft.stand({ kind: 'send', step: step.id, visit, messages });
  for (const message of messages) draft.tell('requested', { rule: 'send', values: {} }, { message });
}

function enterWait(draft: Draft, step: StepOf<'wait'>, visit: number): void {
  draft.setTimer('wait', draft.now + durationMs(step.wait.for)!);
  draft.stand({ kind: 'wait', step: step.id, visit });
  draft.tell('waiting', { rule: 'wait', values: { for: step.wait.for } });
}

function enterBranch(draft: Draft, step: StepOf<'branch'>): void {
  const { conditions } = draft.journey.steps.get(step.id)!;
  const missing: string[] = [];
  for (const [index, condition] of conditions.entries()) {
    const verdict = holds(condition, draft.scope());
    if (verdict.missing !== undefined) missing.push(`arm ${index + 1}: ${verdict.missing}`);
    if (verdict.holds)
      return leaveStep(draft, step.id, `arm ${index + 1}`, { rule: condition.source, values: { missing } });
  }
  leaveStep(draft, step.id, 'else', { rule: 'no arm held', values: { missing } });
}

function request(
  draft: Draft,
  step: string,
  visit: number,
  rung: number,
  what: Parameters<typeof channelOf>[0],
  handOverWithinMs: number,
): string {
  const { channel, template } = channelOf(what);
  const id = messageId(draft.run.id, step, visit, rung);
  draft.run.messages = {
    ...draft.run.messages,
    [id]: { id, step, visit, rung, channel, request: 0, state: 'requested' },
  };
  draft.effects.push({
    kind: 'request',
    messageId: id,
    request: 0,
    intent: { step, visit, rung, channel, template, handOverWithinMs },
  });
  return id;
}

/** Asks again for a message that was deferred: the same message, a higher request. */
export function requestAgain(draft: Draft, id: string): void {
  const { step, visit, rung, channel, request: last } = draft.message(id)!;
  const source = draft.journey.steps.get(step)!.step as StepOf<'escalate'> | StepOf<'send'>;
  const [entry, handOverWithinMs] =
    'escalate' in source
      ? [source.escalate[rung]!, handOverMs(source.escalate[rung]!.within)]
      : [source.send[rung]!, MAX_HAND_OVER_MS];
  const { template } = channelOf(entry);
  draft.change(id, { state: 'requested', request: last + 1 });
  draft.effects.push({
    kind: 'request',
    messageId: id,
    request: last + 1,
    intent: { step, visit, rung, channel, template, handOverWithinMs },
  });
  draft.tell('requested', { rule: 'asked again', values: { request: last + 1 } }, { message: id });
}

function handOverMs(within: string): number {
  return Math.min(MAX_HAND_OVER_MS, Math.max(MIN_HAND_OVER_MS, durationMs(within)!));
}

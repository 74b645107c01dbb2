import type { Draft } from './draft.ts';
import { leaveStep } from './enter-step.ts';
import type { RunMessage } from './run.ts';
import { collectedAll } from './steps/collect.ts';
import { evolveEscalation } from './steps/escalate.ts';
import { evolveSend } from './steps/send.ts';
import { takeHeard } from './steps/wait.ts';
import type { Why } from './stimulus.ts';

/** Moves the run on after one of its messages changed. Only delivery answers a withdrawal, no receipt does. */
export function follow(draft: Draft, changed: RunMessage, why: Why, answered?: 'answered'): void {
  const { position, status } = draft.run;
  if (status === 'ended' || position === undefined) return;
  if (draft.surroundings.paused === true) return hold(draft, changed, answered);
  const leaving =
    position.kind === 'escalate'
      ? evolveEscalation(draft, position, changed, why, answered)
      : position.kind === 'send' && position.messages.includes(changed.id)
        ? evolveSend(draft, position)
        : undefined;
  if (leaving !== undefined) leaveStep(draft, position.step, leaving);
}

/** Notes what the run will go on with, and whether it is an answer to the withdrawal that it waits for. */
function hold(draft: Draft, { id }: RunMessage, answered?: 'answered'): void {
  const { position } = draft.run;
  const isAwaited =
    position?.kind === 'escalate' && position.message === id && position.leaving !== undefined;
  if (isAwaited && answered !== undefined) draft.stand({ ...position, answered: true });
  draft.hold();
}

/** Goes on with what happened while the journey was paused. */
export function goOnAfterPause(draft: Draft): void {
  const { position } = draft.run;
  if (position === undefined) return;
  if (position.kind === 'wait' || position.kind === 'collect') {
    const leaving =
      position.kind === 'wait' ? takeHeard(draft, position.step) : collectedAll(draft, position.step);
    if (leaving !== undefined) leaveStep(draft, position.step, leaving);
    return;
  }
  const messages = Object.values(draft.run.messages)
    .filter(({ step, visit }) => step === position.step && visit === position.visit)
    .sort((a, b) => a.rung - b.rung);
  for (const message of messages) {
    if (draft.run.position !== position) return;
    const isAnswered = position.kind === 'escalate' && position.answered === true;
    follow(draft, message, { rule: 'resumed', values: {} }, isAnswered ? 'answered' : undefined);
  }
}

import type { Draft } from './draft.ts';
import { leaveStep } from './enter-step.ts';
import { goOnAfterPause } from './follow.ts';
import { requestAgain } from './request-message.ts';
import type { Millis } from './run.ts';
import { collected } from './steps/collect.ts';
import { leaveUnanswered, reactionTimeIsUp } from './steps/escalate.ts';
import { sendTimeIsUp, timerOf } from './steps/send.ts';
import type { Leaving, Stimulus } from './stimulus.ts';

/** Time has passed: fires what is due, in the order of its time. Nothing of a paused journey fires. */
export function tick(draft: Draft, { upTo = draft.now }: Extract<Stimulus, { kind: 'tick' }>): void {
  if (draft.run.status === 'ended' || draft.surroundings.paused === true) return;
  // After an outage or a pause nobody is asked to say what would expire at once; only the expiry itself is left to come.
  const isOver = draft.run.expiresAt <= draft.now;
  if (!isOver) goOn(draft);
  for (const name of dueTimers(draft, Math.min(upTo, draft.now))) {
    if (!(name in draft.run.timers)) continue;
    draft.clearTimer(name);
    if (name === 'expiry') return expire(draft);
    if (!isOver) fire(draft, name);
  }
}

/** Before any timer: without the pause, what was noted in it would have come first as well. */
function goOn(draft: Draft): void {
  if (!('held' in draft.run.timers)) return;
  draft.clearTimer('held');
  goOnAfterPause(draft);
}

/** What is due up to then, in the order of its time. */
function dueTimers(draft: Draft, until: Millis): string[] {
  return Object.entries(draft.run.timers)
    .filter(([, at]) => at <= until)
    .sort(([a, atA], [b, atB]) => atA - atB || (a < b ? -1 : 1))
    .map(([name]) => name);
}

function expire(draft: Draft): void {
  const values = { at: new Date(draft.run.expiresAt).toISOString() };
  draft.end('expired', { rule: 'expires', values }, { reason: 'expired' });
}

function fire(draft: Draft, name: string): void {
  const [kind, id] = name.split(':') as [string, string?];
  if (kind === 'again') return requestAgain(draft, id!);
  const { position } = draft.run;
  const leaving = leavingBy(draft, name);
  if (leaving !== undefined) leaveStep(draft, position!.step, leaving);
}

/** How a step is left whose time has come; undefined where the timer means nothing any more. */
function leavingBy(draft: Draft, name: string): Leaving | undefined {
  const { position } = draft.run;
  if (position?.kind === 'wait' && name === 'wait')
    return { outcome: 'timeout', why: { rule: 'the time has passed', values: {} } };
  if (position?.kind === 'collect' && name === 'wait') return collected(draft, position.step);
  if (position?.kind === 'send' && name === timerOf(position)) return sendTimeIsUp(draft, position);
  if (position?.kind !== 'escalate') return undefined;
  if (name === `react:${position.message}`) return reactionTimeIsUp(draft, position);
  if (name === `leave:${position.message}`) return leaveUnanswered(draft, position);
  return undefined;
}

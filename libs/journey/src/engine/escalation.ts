import { satisfies } from '@hermod/contracts';
import { durationMs } from '../language/duration.ts';
import type { Rung, Step } from '../language/journey-document.ts';
import type { Draft } from './draft.ts';
import { enterRung, leaveStep } from './enter-step.ts';
import type { Millis, Position, RungEnd, RunMessage } from './run.ts';
import type { Why } from './stimulus.ts';

type EscalatePosition = Extract<Position, { kind: 'escalate' }>;
type EscalateStep = Extract<Step, { escalate: unknown }>;

/** How long the next rung waits for the answer to a withdrawal; critical does not wait. */
const LEAVE_WITHIN_MS = 10_000;

/** Looks at an escalation after one of its messages changed, and does what follows from it. */
export function evolveEscalation(
  draft: Draft,
  position: EscalatePosition,
  changed: RunMessage,
  why: Why,
  answered?: 'answered',
): void {
  const step = stepOf(draft, position);
  if (changed.step !== position.step || changed.visit !== position.visit) return;
  const rung = step.escalate[changed.rung]!;
  if (changed.signal !== undefined && satisfies(changed.signal, rung.until))
    return reach(draft, position, changed, why);
  if (changed.id !== position.message) return;
  const end = endingOf(changed);
  if (end !== undefined) return goOn(draft, position, end, why);
  if (position.leaving !== undefined) {
    if (answered !== undefined) answerToLeaving(draft, position, changed, why);
    return;
  }
  if (changed.state === 'accepted' || changed.state === 'unknown') react(draft, changed, rung);
}

/** The time of a rung has passed without its signal. */
export function reactionTimeIsUp(draft: Draft, position: EscalatePosition): void {
  const message = draft.message(position.message)!;
  const end: RungEnd = message.state === 'accepted' && message.signal !== undefined ? 'unread' : 'unknown';
  const rung = stepOf(draft, position).escalate[message.rung]!;
  const why = {
    rule: `not ${rung.until} within ${rung.within}`,
    values: { until: rung.until, within: rung.within },
  };
  draft.tell(end === 'unread' ? 'unread' : 'no signal', why, { message: message.id });
  draft.withdraw(message.id, 'unread');
  if (!mayTurnOutAccepted(draft, message)) return goOn(draft, position, end, why);
  draft.setTimer(`leave:${message.id}`, draft.now + LEAVE_WITHIN_MS);
  draft.stand({ ...position, leaving: end });
}

/** Only then is the withdrawal's answer worth waiting for; and critical waits for nothing. */
function mayTurnOutAccepted(draft: Draft, message: RunMessage): boolean {
  return draft.run.purpose !== 'critical' && message.state !== 'accepted' && message.withdrawn !== true;
}

/** Nobody answered the withdrawal in time. */
export function leaveUnanswered(draft: Draft, position: EscalatePosition): void {
  if (position.leaving === undefined) return;
  goOn(draft, position, position.leaving, {
    rule: 'withdrawal unanswered',
    values: { withinMs: LEAVE_WITHIN_MS },
  });
}

/** A refusal that concerns the recipient as a whole never jumps to a paid channel. */
export function exhaust(draft: Draft, position: EscalatePosition, why: Why): void {
  forgetTimers(draft, position.message);
  leaveStep(draft, position.step, 'exhausted', why);
}

function reach(draft: Draft, position: EscalatePosition, by: RunMessage, why: Why): void {
  forgetTimers(draft, position.message);
  if (by.id !== position.message) draft.withdraw(position.message, 'reacted');
  leaveStep(draft, position.step, 'reached', {
    rule: `${by.signal} on rung ${by.rung + 1}`,
    values: why.values,
  });
}

/** What had already happened when the withdrawal arrived. A message that got through keeps the run on its rung. */
function answerToLeaving(draft: Draft, position: EscalatePosition, message: RunMessage, why: Why): void {
  const rung = stepOf(draft, position).escalate[message.rung]!;
  const { leaving, ...staying } = position;
  if (message.state !== 'accepted' || reactsUntil(draft, message, rung) <= draft.now)
    return goOn(draft, position, leaving!, why);
  forgetTimers(draft, message.id);
  draft.stand(staying);
  react(draft, message, rung);
}

function endingOf(message: RunMessage): RungEnd | undefined {
  if (message.undelivered === true) return 'undelivered';
  if (message.state === 'refused' || message.state === 'withdrawn') return 'refused';
  if (message.state === 'failed' || message.state === 'expired') return 'undelivered';
  return undefined;
}

function react(draft: Draft, message: RunMessage, rung: Rung): void {
  draft.setTimer(`react:${message.id}`, reactsUntil(draft, message, rung));
}

/** The reaction time counts from acceptance, for an unknown outcome from the call. */
function reactsUntil(draft: Draft, message: RunMessage, rung: Rung): Millis {
  const from = (message.state === 'accepted' ? message.acceptedAt : message.calledAt) ?? draft.now;
  return from + durationMs(rung.within)!;
}

function goOn(draft: Draft, position: EscalatePosition, end: RungEnd, why: Why): void {
  forgetTimers(draft, position.message);
  const step = stepOf(draft, position);
  const next = draft.message(position.message)!.rung + 1;
  if (next >= step.escalate.length) {
    return leaveStep(draft, position.step, 'exhausted', { rule: `last rung ${end}`, values: why.values });
  }
  enterRung(draft, step, position.visit, next);
}

function forgetTimers(draft: Draft, message: string): void {
  for (const name of ['react', 'leave', 'again']) draft.clearTimer(`${name}:${message}`);
}

function stepOf(draft: Draft, position: EscalatePosition): EscalateStep {
  return draft.journey.steps.get(position.step)!.step as EscalateStep;
}

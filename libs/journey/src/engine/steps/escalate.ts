import { satisfies } from '@hermod/contracts';
import { durationMs } from '@hermod/calendar';
import { OTHER, SILENT, takesOther } from '../../language/outcomes.ts';
import { rungsOf } from '../../language/messages-of.ts';
import type { Rung, StepOf } from '../../language/steps.ts';
import type { Draft } from '../draft.ts';
import { handOverMs, request } from '../request-message.ts';
import type { Millis, Position, RungEnd, RunMessage } from '../run.ts';
import type { Leaving, Why } from '../stimulus.ts';

type EscalatePosition = Extract<Position, { kind: 'escalate' }>;
type EscalateStep = StepOf<'escalate'> | StepOf<'ask'>;

/** How long the next rung waits for the answer to a withdrawal; critical does not wait. */
const LEAVE_WITHIN_MS = 10_000;

/** Begins an escalation with its first rung. */
export function enterEscalation(draft: Draft, step: EscalateStep, visit: number): void {
  enterRung(draft, step, visit, 0);
}

function enterRung(draft: Draft, step: EscalateStep, visit: number, index: number): void {
  const rungs = rungsOf(step)!;
  const rung = rungs[index]!;
  const message = request(draft, { step: step.id, visit, rung: index }, rung, handOverMs(rung.within));
  draft.stand({ kind: 'escalate', step: step.id, visit, message });
  draft.tell(
    'requested',
    { rule: 'rung', values: { rung: index + 1, of: rungs.length, until: rung.until } },
    { message },
  );
}

/** Looks at an escalation after one of its messages changed: goes on to the next rung, or leaves the step. */
export function evolveEscalation(
  draft: Draft,
  position: EscalatePosition,
  changed: RunMessage,
  why: Why,
  answered?: 'answered',
): Leaving | undefined {
  const step = stepOf(draft, position);
  if (changed.step !== position.step || changed.visit !== position.visit) return undefined;
  const rung = rungsOf(step)![changed.rung]!;
  if (isReached(step, rung, changed)) return reach(draft, position, changed, why);
  if (changed.id !== position.message) return undefined;
  if (changed.state === 'refused' && changed.wholeRecipient === true) return exhaust(draft, position, why);
  const end = endingOf(changed);
  if (end !== undefined) return goOn(draft, position, end, why);
  if (position.leaving !== undefined)
    return answered === undefined ? undefined : answerToLeaving(draft, position, changed, why);
  if (changed.state === 'accepted' || changed.state === 'unknown') react(draft, changed, rung);
  return undefined;
}

/** The time of a rung has passed without its signal. */
export function reactionTimeIsUp(draft: Draft, position: EscalatePosition): Leaving | undefined {
  const message = draft.message(position.message)!;
  const end: RungEnd = message.state === 'accepted' && message.signal !== undefined ? 'unread' : 'unknown';
  const rung = rungsOf(stepOf(draft, position))![message.rung]!;
  const why = {
    rule: `not ${rung.until} within ${rung.within}`,
    values: { until: rung.until, within: rung.within },
  };
  draft.tell(end === 'unread' ? 'unread' : 'no signal', why, { message: message.id });
  draft.withdraw(message.id, 'unread');
  if (!mayTurnOutAccepted(draft, message)) return goOn(draft, position, end, why);
  draft.setTimer(`leave:${message.id}`, draft.now + LEAVE_WITHIN_MS);
  draft.stand({ ...position, leaving: end });
  return undefined;
}

/** Only then is the withdrawal's answer worth waiting for; and critical waits for nothing. */
function mayTurnOutAccepted(draft: Draft, message: RunMessage): boolean {
  return draft.run.purpose !== 'critical' && message.state !== 'accepted' && message.withdrawn !== true;
}

/** Nobody answered the withdrawal in time. */
export function leaveUnanswered(draft: Draft, position: EscalatePosition): Leaving | undefined {
  if (position.leaving === undefined) return undefined;
  return goOn(draft, position, position.leaving, {
    rule: 'withdrawal unanswered',
    values: { withinMs: LEAVE_WITHIN_MS },
  });
}

/** A refusal that concerns the recipient as a whole never jumps to a paid channel. */
function exhaust(draft: Draft, position: EscalatePosition, why: Why): Leaving {
  forgetTimers(draft, position.message);
  return { outcome: inVainOf(stepOf(draft, position)), why };
}

/** An `ask` wants one of its replies, or any answer where it goes on with `other`. */
function isReached(step: EscalateStep, { until }: Rung, { signal, reply }: RunMessage): boolean {
  if ('ask' in step) return reply !== undefined && (reply !== OTHER || takesOther(step));
  return signal !== undefined && satisfies(signal, until);
}

/** How a step is left whose last rung was in vain. */
const inVainOf = (step: EscalateStep): string => ('ask' in step ? SILENT : 'exhausted');

function reach(draft: Draft, position: EscalatePosition, by: RunMessage, why: Why): Leaving {
  forgetTimers(draft, position.message);
  if (by.id !== position.message) draft.withdraw(position.message, 'reacted');
  return {
    outcome: by.reply !== undefined && 'ask' in stepOf(draft, position) ? by.reply : 'reached',
    why: { rule: `${by.signal} on rung ${by.rung + 1}`, values: why.values },
  };
}

/** What had already happened when the withdrawal arrived. A message that got through keeps the run on its rung. */
function answerToLeaving(
  draft: Draft,
  position: EscalatePosition,
  message: RunMessage,
  why: Why,
): Leaving | undefined {
  const rung = rungsOf(stepOf(draft, position))![message.rung]!;
  const { leaving, answered: _answered, ...staying } = position;
  if (message.state !== 'accepted' || reactsUntil(draft, message, rung) <= draft.now)
    return goOn(draft, position, leaving!, why);
  forgetTimers(draft, message.id);
  draft.stand(staying);
  react(draft, message, rung);
  return undefined;
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

function goOn(draft: Draft, position: EscalatePosition, end: RungEnd, why: Why): Leaving | undefined {
  forgetTimers(draft, position.message);
  const step = stepOf(draft, position);
  const next = draft.message(position.message)!.rung + 1;
  if (next >= rungsOf(step)!.length) {
    return { outcome: inVainOf(step), why: { rule: `last rung ${end}`, values: why.values } };
  }
  enterRung(draft, step, position.visit, next);
  return undefined;
}

function forgetTimers(draft: Draft, message: string): void {
  for (const name of ['react', 'leave', 'again']) draft.clearTimer(`${name}:${message}`);
}

function stepOf(draft: Draft, position: EscalatePosition): EscalateStep {
  return draft.journey.steps.get(position.step)!.step as EscalateStep;
}

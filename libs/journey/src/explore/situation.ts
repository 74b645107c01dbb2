import type { Channel } from '@hermod/contracts';
import { advance } from '../engine/advance.ts';
import { nextDue, type Millis, type Run, type RunMessage } from '../engine/run.ts';
import type { Effect, Stimulus } from '../engine/stimulus.ts';
import type { ExplorableJourney } from './explorable-journey.ts';
import type { StepLoop } from './step-loops.ts';

/** A run, and what the world still owes it. */
export interface Situation {
  readonly run: Run;
  /** Until when delivery answers about what is still to be handed over; all of it was asked for at one instant. */
  readonly answersBy?: Millis;
}

/** The ground on which a journey is explored. */
export interface Ground {
  readonly explorable: ExplorableJourney;
  readonly loops: ReadonlyMap<string, StepLoop>;
}

/** What stimuli led to. */
export interface Outcome {
  readonly situation: Situation;
  readonly effects: readonly Effect[];
  /** The run before anything was left out of it. */
  readonly run: Run;
  /** A message that was handed over, or may have been. */
  readonly handedOver?: Channel;
}

const START_EVENT = { id: 'start', data: {} };

/**
 * Lets the real engine take stimuli at one instant, and forgets what can't matter any more.
 * @param way which one is taken where a run stands to choose.
 */
export function pass(
  ground: Ground,
  { run, answersBy }: Situation,
  stimuli: readonly Stimulus[],
  now: Millis,
  way?: number,
): Outcome {
  const effects: Effect[] = [];
  const { journey } = ground.explorable;
  const start = { ...START_EVENT, type: journey.document.start.on ?? 'start' };
  let after = run;
  for (const stimulus of stimuli) {
    const advanced = advance(journey, after, { start, recipient: { way } }, stimulus, now);
    after = advanced.run;
    effects.push(...advanced.effects);
  }
  const asked = effects.flatMap((effect) =>
    effect.kind === 'request' ? [now + effect.intent.handOverWithinMs] : [],
  );
  const by = asked.length > 0 ? Math.max(...asked) : answersBy;
  const kept = forget(ground, after);
  const isAwaited = Object.values(kept.messages).some(({ state }) => state === 'requested');
  const handedOver = findHandedOver(run, after);
  return {
    situation: isAwaited && by !== undefined ? { run: kept, answersBy: by } : { run: kept },
    effects,
    run: after,
    ...(handedOver === undefined ? {} : { handedOver }),
  };
}

function findHandedOver(before: Run, after: Run): Channel | undefined {
  for (const { id, state, channel } of Object.values(after.messages)) {
    const was = before.messages[id]?.state ?? 'requested';
    if (was === 'requested' && (state === 'accepted' || state === 'unknown')) return channel;
  }
  return undefined;
}

/** A run with what can still make a difference: messages of the step on which it stands, visits that are limited. */
function forget({ explorable, loops }: Ground, run: Run): Run {
  const { position } = run;
  const messages = Object.values(run.messages).filter(
    ({ step, visit }) => step === position?.step && visit === position.visit,
  );
  const loop = position === undefined ? undefined : loops.get(originOf(explorable, position.step));
  const visits = Object.entries(run.visits).filter(
    ([id]) => id === position?.step || loop?.steps.includes(id),
  );
  const { heard: _heard, ...rest } = run;
  return {
    ...rest,
    vars: position?.kind === 'collect' ? run.vars : {},
    messages: Object.fromEntries(messages.map((message) => [message.id, message])),
    visits: Object.fromEntries(visits),
  };
}

/** The step of the document for which a step stands. */
export function originOf({ standIns }: ExplorableJourney, step: string): string {
  return standIns.get(step)?.step ?? step;
}

/** The next instant at which something happens by itself, expiry apart. */
export function nextMoment({ run, answersBy }: Situation): Millis {
  const { expiry: _expiry, ...timers } = run.timers;
  return Math.min(nextDue({ ...run, timers }) ?? Infinity, answersBy ?? Infinity);
}

/** What counts of a message of the step on which the run stands. */
export function classOf({ state, signal, undelivered, withdrawn }: RunMessage): string {
  return `${state}${signal === undefined ? '' : '+'}${undelivered === true ? '-' : ''}${withdrawn === true ? '!' : ''}`;
}

/** Whether the person may still react to a message, or its provider report about it. */
export function isOut({ state, signal, undelivered }: RunMessage): boolean {
  return (state === 'accepted' || state === 'unknown') && signal === undefined && undelivered !== true;
}

/**
 * Two situations with the same name have the same future, but for the run's expiry. Instants are counted from now on;
 * messages stand in it by what counts of them, not by their ids.
 */
export function nameOf(ground: Ground, { run, answersBy }: Situation, now: Millis): string {
  const { position } = run;
  if (position === undefined) return run.status === 'ended' ? `ended ${run.outcome}` : 'not started';
  const { expiry: _expiry, ...timers } = run.timers;
  const due = Object.entries(timers).map(([name, at]) => `${name.split(':')[0]}@${at - now}`);
  const by = answersBy === undefined ? '' : answersBy - now;
  const limits = ground.loops.get(originOf(ground.explorable, position.step))?.limits.keys() ?? [];
  const visits = [...limits].map((id) => (Object.hasOwn(run.visits, id) ? run.visits[id] : 0));
  const head = `${position.kind} ${position.step} [${visits.join()}] ${due.sort().join()} ${by}`;
  const messages = Object.values(run.messages);
  if (position.kind === 'escalate') {
    const current = run.messages[position.message]!;
    const isOneOut = messages.some((message) => message.id !== current.id && isOut(message));
    return `${head} ${current.rung} ${classOf(current)} ${position.leaving === undefined ? '' : 'leaving'} ${isOneOut}`;
  }
  if (position.kind !== 'send') return head;
  // The time for a signal counts from the last hand-over; it stands in the timer once all have ended.
  const isSettled = messages.every(({ state }) => state !== 'requested' && state !== 'unknown');
  const last = Math.max(...messages.map(({ acceptedAt, calledAt }) => acceptedAt ?? calledAt ?? 0));
  const since = isSettled || last === 0 ? '' : last - now;
  return `${head} ${messages.map(classOf).sort().join()} ${since}`;
}

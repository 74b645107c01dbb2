import type { AttemptOutcome, ReceiptKind } from '@hermod/contracts';
import type { Millis, RunMessage } from '../engine/run.ts';
import type { Stimulus, Why } from '../engine/stimulus.ts';
import { OTHER, outcomesOf, SILENT } from '../language/outcomes.ts';
import type { StepOf } from '../language/steps.ts';
import { classOf, type Ground, isOut, nextMoment, type Outcome, pass, type Situation } from './situation.ts';

/** Something that may happen in a situation. Messages are named by their place in `messagesInPlay`. */
export type Happening =
  | { readonly kind: 'start' | 'tick' | 'filled' }
  | { readonly kind: 'choice'; readonly way: number }
  | { readonly kind: 'event' | 'exit'; readonly type: string }
  | { readonly kind: 'refused'; readonly message: number; readonly of: 'channel' | 'recipient' }
  | { readonly kind: 'attempted'; readonly message: number; readonly outcome: AttemptOutcome }
  | { readonly kind: 'receipt'; readonly message: number; readonly receipt: ReceiptKind }
  | { readonly kind: 'answer'; readonly message: number; readonly reply: string };

/** A happening, and when it may come: counted from now, at the earliest and at the latest. */
export interface Possible {
  readonly happening: Happening;
  readonly minMs: Millis;
  readonly maxMs: Millis;
}

/** Everything that may happen next, if the run does not expire before. */
export function possibleIn(ground: Ground, situation: Situation, now: Millis): Possible[] {
  const { position, timers } = situation.run;
  if (position === undefined) return [];
  const ways = ground.explorable.standIns.get(position.step)?.ways;
  if (ways !== undefined) return Array.from({ length: ways }, (_, way) => atOnce({ kind: 'choice', way }));
  const stay = Math.max(0, nextMoment(situation) - now);
  const within = (happening: Happening): Possible => ({ happening, minMs: 0, maxMs: stay });
  const atLast = (happening: Happening): Possible => ({ happening, minMs: stay, maxMs: stay });
  const isTimed = Object.entries(timers).some(([name, at]) => name !== 'expiry' && at <= now + stay);
  const anyTime = position.kind === 'wait' ? ground.explorable.anyTime.get(position.step) : undefined;
  return [
    ...(situation.answersBy === now + stay ? lastAnswers(situation).map(atLast) : []),
    // Consent decides when it is asked.
    ...refusals(situation).map(atOnce),
    ...messageNews(ground, situation).map(within),
    ...events(ground, situation).map((happening) =>
      happening.kind === 'exit' ? atOnce(happening) : within(happening),
    ),
    ...(anyTime === undefined ? [] : [{ happening: TICK, minMs: 0, maxMs: anyTime }]),
    ...(isTimed && anyTime === undefined ? [atLast(TICK)] : []),
  ];
}

const TICK: Happening = { kind: 'tick' };
const atOnce = (happening: Happening): Possible => ({ happening, minMs: 0, maxMs: 0 });

/** The longest that a run can stay in a situation. */
export function longestStay(possible: readonly Possible[]): Millis {
  return Math.max(0, ...possible.map(({ maxMs }) => maxMs));
}

/**
 * The messages that something may happen to: of an escalation the one of its rung, and an earlier one that the person may
 * still react to; of a `send` one of each class, since it makes no difference which of two equal ones it is.
 */
export function messagesInPlay(situation: Situation): readonly RunMessage[] {
  const known = inPlay.get(situation);
  if (known !== undefined) return known;
  const found = findInPlay(situation);
  inPlay.set(situation, found);
  return found;
}

/** A situation never changes, and is asked for each of its happenings. */
const inPlay = new WeakMap<Situation, readonly RunMessage[]>();

function findInPlay({ run }: Situation): readonly RunMessage[] {
  const { position, messages } = run;
  if (position?.kind === 'escalate') {
    const isEarlier = (message: RunMessage): boolean => message.id !== position.message && isOut(message);
    const earlier = Object.values(messages).find(isEarlier);
    const current = messages[position.message]!;
    return earlier === undefined ? [current] : [current, earlier];
  }
  if (position?.kind !== 'send') return [];
  const byClass = Object.values(messages).map((message) => [classOf(message), message] as const);
  return [...new Map(byClass.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).values()];
}

const EXPIRED: AttemptOutcome = 'expired';

/** Delivery gives up what it could not hand over in time. */
function lastAnswers(situation: Situation): Happening[] {
  return messagesInPlay(situation).flatMap(({ state }, message) =>
    state === 'requested' ? [{ kind: 'attempted', message, outcome: EXPIRED }] : [],
  );
}

function messageNews(ground: Ground, situation: Situation): Happening[] {
  const { position } = situation.run;
  const isLeaving = position?.kind === 'escalate' && position.leaving !== undefined;
  return messagesInPlay(situation).flatMap((message, index) => {
    const isEarlier = position?.kind === 'escalate' && message.id !== position.message;
    const outcomes = isEarlier ? [] : answersAbout(message, isLeaving);
    return [
      ...outcomes.map((outcome): Happening => ({ kind: 'attempted', message: index, outcome })),
      ...receipts(ground, situation, message, isEarlier).map((receipt): Happening => ({
        kind: 'receipt',
        message: index,
        receipt,
      })),
      ...answersTo(ground, situation, message).map((reply): Happening => ({
        kind: 'answer',
        message: index,
        reply,
      })),
    ];
  });
}

function refusals(situation: Situation): Happening[] {
  const isEscalation = situation.run.position?.kind === 'escalate';
  return messagesInPlay(situation).flatMap(({ state }, message) => {
    if (state !== 'requested') return [];
    const ofChannel: Happening = { kind: 'refused', message, of: 'channel' };
    return isEscalation ? [ofChannel, { kind: 'refused', message, of: 'recipient' }] : [ofChannel];
  });
}

/** What delivery may tell of a message; of one that is taken back, what had already happened. */
function answersAbout({ state }: RunMessage, isLeaving: boolean): AttemptOutcome[] {
  if (state === 'requested') return ['accepted', 'failed', 'unknown'];
  if (state !== 'unknown') return [];
  return isLeaving ? ['withdrawn', 'accepted', 'failed', 'unknown'] : ['accepted', 'failed'];
}

/** The signal that is waited for, and that it did not arrive. Weaker signals change nothing. */
function receipts(
  ground: Ground,
  { run }: Situation,
  message: RunMessage,
  isEarlier: boolean,
): ReceiptKind[] {
  if (!isOut(message)) return [];
  const step = ground.explorable.journey.steps.get(message.step)!.step as
    StepOf<'escalate'> | StepOf<'ask'> | StepOf<'send'>;
  if (run.position === undefined) return [];
  if ('ask' in step) return isEarlier ? [] : ['undelivered'];
  const wanted = 'escalate' in step ? step.escalate[message.rung]!.until : step.until;
  if (wanted === undefined) return [];
  // An answer is no receipt, yet to the engine it is a signal like the others.
  const signal = wanted as ReceiptKind;
  return isEarlier ? [signal] : [signal, 'undelivered'];
}

/** What a person may answer: each of the replies, and something else where the step goes on with that. */
function answersTo({ explorable }: Ground, { run }: Situation, message: RunMessage): readonly string[] {
  const { step } = explorable.journey.steps.get(message.step)!;
  if (!('ask' in step) || run.position === undefined || !isOut(message)) return [];
  return outcomesOf(step).filter((outcome) => outcome !== SILENT && outcome !== 'limit');
}

/** The event that a step waits for; as many as it may collect; and the first one that ends the run. */
function events({ explorable }: Ground, { run }: Situation): Happening[] {
  const { position } = run;
  const { exits, steps } = explorable.journey;
  const step = position === undefined ? undefined : steps.get(position.step)?.step;
  const exit = exits[0];
  const awaited = step !== undefined && 'wait' in step ? step.wait.on : undefined;
  return [
    ...(awaited === undefined ? [] : [{ kind: 'event', type: awaited } as const]),
    ...(step !== undefined && 'collect' in step ? [{ kind: 'filled' } as const] : []),
    ...(exit === undefined ? [] : [{ kind: 'exit', type: exit.on } as const]),
  ];
}

const WHY: Why = { rule: 'explore', values: {} };
/** As many events as a step can collect at most. */
const MOST_COLLECTED = 100;

/** Lets something happen at an instant. */
export function happen(ground: Ground, situation: Situation, happening: Happening, now: Millis): Outcome {
  const way = happening.kind === 'choice' ? happening.way : undefined;
  return pass(ground, situation, stimuliFor(ground, situation, happening, now), now, way);
}

/** The stimuli by which the engine is told of a happening. */
function stimuliFor(ground: Ground, situation: Situation, happening: Happening, now: Millis): Stimulus[] {
  switch (happening.kind) {
    case 'start':
    case 'tick':
      return [{ kind: happening.kind }];
    case 'choice':
      return [{ kind: 'tick' }];
    case 'event':
      return [event(happening.type)];
    case 'exit':
      return [{ kind: 'event', event: { id: 'exit', type: happening.type, data: {}, exits: true } }];
    case 'filled':
      return collectedEvents(ground, situation);
    case 'refused':
    case 'attempted':
    case 'receipt':
    case 'answer':
      return [aboutMessage(situation, happening, now)];
  }
}

function event(type: string): Stimulus {
  return { kind: 'event', event: { id: 'event', type, data: {} } };
}

function collectedEvents({ explorable }: Ground, { run }: Situation): Stimulus[] {
  const { journey } = explorable;
  const { collect } = journey.steps.get(run.position!.step)!.step as StepOf<'collect'>;
  const type = collect.on ?? journey.document.start.on;
  if (type === undefined) return [];
  const held = run.vars[collect.as ?? 'collected'];
  const missing = (collect.most ?? MOST_COLLECTED) - (Array.isArray(held) ? held.length : 0);
  return Array.from({ length: Math.max(1, missing) }, () => event(type));
}

function aboutMessage(
  situation: Situation,
  happening: Extract<Happening, { message: number }>,
  now: Millis,
): Stimulus {
  const { id: messageId, request, withdrawn } = messagesInPlay(situation)[happening.message]!;
  if (happening.kind === 'receipt')
    return { kind: 'receipt', messageId, receipt: happening.receipt, why: WHY };
  if (happening.kind === 'answer') {
    const reply = happening.reply === OTHER ? undefined : happening.reply;
    return { kind: 'answer', messageId, reply, at: now, why: WHY };
  }
  if (happening.kind === 'refused')
    return { kind: 'decided', messageId, request, decision: 'refused', of: happening.of, why: WHY };
  const { outcome } = happening;
  return {
    kind: 'attempted',
    messageId,
    request,
    outcome,
    acceptedAt: outcome === 'accepted' ? now : undefined,
    calledAt: outcome === 'unknown' ? now : undefined,
    answersWithdrawal: withdrawn === true,
    why: WHY,
  };
}

import { isDeepStrictEqual } from 'node:util';
import type { Advanced } from '../src/engine/advance.ts';
import { MAX_VARIABLES } from '../src/engine/draft.ts';
import { nextDue, type Run, type RunMessage } from '../src/engine/run.ts';
import type { Effect, Stimulus } from '../src/engine/stimulus.ts';
import type { CompiledJourney } from '../src/language/compile-journey.ts';

/** What the engine was given. */
export interface Given {
  readonly journey: CompiledJourney;
  readonly paused: boolean;
  readonly now: number;
  readonly before: Run;
  readonly stimulus: Stimulus;
}

type Invariant = (given: Given, advanced: Advanced) => boolean;
type Request = Extract<Effect, { kind: 'request' }>;

/** More than any way through seven steps, each come to four times, brings. */
const MOST_EFFECTS = 500;

/** What holds for every step of the engine, each as a sentence that says what is wrong when it doesn't. */
const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'what it hands out is no plain JSON': (_given, { run, effects }) => isPlain(run) && isPlain(effects),
  'it does not end and waits for nothing': (_given, { run }) =>
    run.status === 'ended'
      ? run.position === undefined && nextDue(run) === undefined
      : run.position !== undefined && 'expiry' in run.timers,
  'an end is no end': ({ before }, { run, effects }) =>
    before.status !== 'ended' ||
    (requestsOf(effects).length === 0 && run.outcome === before.outcome && run.endedAt === before.endedAt),
  'a run whose journey is paused asks for something': ({ paused, stimulus }, { effects }) =>
    !paused || stimulus.kind === 'start' || requestsOf(effects).length === 0,
  'a message is asked for twice': ({ before }, { effects }) => asksOnce(before, requestsOf(effects)),
  'it asks for what was taken back': ({ before }, { effects }) =>
    requestsOf(effects).every(({ messageId }) => before.messages[messageId]?.withdrawn !== true),
  'it asks for the next message before the last has ended': (_given, { run, effects }) =>
    requestsOf(effects).every((request) => isInOrder(run, request)),
  'a step is come to more often than it may': ({ journey }, { run }) =>
    Object.entries(run.visits).every(([id, visits]) => visits <= mostOf(journey, id)),
  'its variables grow without a limit': (_given, { run }) => JSON.stringify(run.vars).length <= MAX_VARIABLES,
  'what it remembers of events grows without a limit': (_given, { run }) =>
    Object.values(run.heard ?? {}).reduce((sum, { data }) => sum + JSON.stringify(data ?? null).length, 0) <=
    MAX_VARIABLES,
  'one stimulus causes endless work': (_given, { effects }) => effects.length <= MOST_EFFECTS,
  'a timer stands for what is over': (_given, { run }) =>
    Object.keys(run.timers).every((name) => isAlive(run, name)),
  'a timer fires before its time': ({ before, now, stimulus }, { run, effects }) =>
    stimulus.kind !== 'tick' ||
    !(firesEarly(effects, now) || leavesEarly(before, run, Math.min(stimulus.upTo ?? now, now))),
  'it remembers an event for nobody': ({ journey }, { run }) =>
    Object.keys(run.heard ?? {}).every((id) => run.position?.step === id || isSinceStart(journey, id)),
};

/** The first promise that is broken, in words; undefined when all are kept. */
export function brokenBy(given: Given, advanced: Advanced): string | undefined {
  return Object.entries(INVARIANTS).find(([, holds]) => !holds(given, advanced))?.[0];
}

/** Only what JSON says as it is: stored and loaded it is the same. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null)
    return value === null || typeof value === 'string' || typeof value === 'boolean';
  const isOwn = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isOwn && Object.values(value).every(isPlain);
}

const requestsOf = (effects: readonly Effect[]): Request[] =>
  effects.filter((effect) => effect.kind === 'request');

/** Each with a number that is higher than the last, and nothing twice. */
function asksOnce(before: Run, requests: readonly Request[]): boolean {
  const asked = new Set(requests.map(({ messageId, request }) => `${messageId} ${request}`));
  const isNew = ({ messageId, request }: Request): boolean =>
    request > (Object.hasOwn(before.messages, messageId) ? before.messages[messageId]!.request : -1);
  return asked.size === requests.length && requests.every(isNew);
}

/** The messages of one `send` have no order among them; every other one is accepted, unknown or over, or was taken back. */
function isInOrder(run: Run, { messageId }: Request): boolean {
  const asked = run.messages[messageId]!;
  return Object.values(run.messages).every(
    (other) => other.id === messageId || isOver(other) || isTogether(run, other, asked),
  );
}

const isTogether = ({ position }: Run, one: RunMessage, other: RunMessage): boolean =>
  position?.kind === 'send' && position.messages.includes(one.id) && position.messages.includes(other.id);

/** Nobody waits for its hand-over any more. */
const isOver = ({ state, withdrawn, signal, undelivered }: RunMessage): boolean =>
  (state !== 'requested' && state !== 'deferred') ||
  withdrawn === true ||
  signal !== undefined ||
  undelivered === true;

function mostOf(journey: CompiledJourney, id: string): number {
  const { step } = journey.steps.get(id)!;
  return 'visits' in step && step.visits !== undefined ? step.visits : Number.POSITIVE_INFINITY;
}

/** Whether a timer belongs to where the run stands, or to a message that is to be asked for again. */
function isAlive({ position, messages }: Run, name: string): boolean {
  const [kind, about] = name.split(':') as [string, string?];
  if (kind === 'expiry' || kind === 'held') return true;
  if (kind === 'again') return isAwaited(position, messages[about!]!);
  if (kind === 'wait') return position?.kind === 'wait' || position?.kind === 'collect';
  if (kind === 'await') return position?.kind === 'send' && position.step === about;
  return position?.kind === 'escalate' && position.message === about;
}

const isAwaited = (position: Run['position'], { id, state, withdrawn }: RunMessage): boolean =>
  state === 'deferred' &&
  withdrawn !== true &&
  (position?.kind === 'send'
    ? position.messages.includes(id)
    : position?.kind === 'escalate' && position.message === id);

/** The step or the rung was left, though nothing was due, and nothing had been held back while the journey was paused. */
function leavesEarly(before: Run, after: Run, upTo: number): boolean {
  const hasMoved = !isDeepStrictEqual(before.position, after.position);
  return hasMoved && !('held' in before.timers) && !Object.values(before.timers).some((at) => at <= upTo);
}

/** A wait began that is to last, and was over in the same moment. */
function firesEarly(effects: readonly Effect[], now: number): boolean {
  const lasting = new Set<string>();
  for (const effect of effects) {
    if (effect.kind !== 'tell') continue;
    const { what, step, why } = effect.entry;
    if (what === 'timeout' && lasting.has(step!)) return true;
    if (what === 'waiting' && Date.parse(String(why.values['until'])) > now) lasting.add(step!);
  }
  return false;
}

function isSinceStart(journey: CompiledJourney, id: string): boolean {
  const { step } = journey.steps.get(id)!;
  return 'wait' in step && step.wait.since === 'start';
}

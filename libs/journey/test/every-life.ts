import type { AttemptOutcome, Channel, ReceiptKind } from '@hermod/contracts';
import { advance } from '../src/engine/advance.ts';
import { nextDue, type Run, type RunMessage } from '../src/engine/run.ts';
import { newRun } from '../src/engine/start-run.ts';
import type { Stimulus } from '../src/engine/stimulus.ts';
import type { CompiledJourney } from '../src/language/compile-journey.ts';

const DAY = 86_400_000;
const START_AT = 20_000 * DAY;
const WHY = { rule: 'by force', values: {} };

/** A run in full, with all that ever happened to it: only what is the same in everything is taken once. */
interface Life {
  readonly run: Run;
  readonly now: number;
  readonly answersBy: number;
  readonly handedOver: readonly (readonly [at: number, channel: Channel])[];
}

/** What all lives together show. */
interface Shown {
  readonly ends: Set<string>;
  readonly entered: Set<string>;
  readonly channels: Map<Channel, number>;
  inAll: number;
  inDay: number;
  lastMessage: number;
  lastEnd: number;
}

/** Journeys that have more are left to the others. */
const MOST_LIVES = 6_000;

/** Lives every life of a run for one set of data, and adds what they show. Neither merges nor forgets. False: too many. */
function liveAll(journey: CompiledJourney, data: object, shown: Shown): boolean {
  const start = { id: 'e', source: '/s', type: 'go', data };
  const surroundings = { start, recipient: {} };
  const seen = new Set<string>();
  const first: Life = {
    run: newRun(journey, 1, start, 'ada', START_AT),
    now: START_AT,
    answersBy: Infinity,
    handedOver: [],
  };
  const open: Life[] = [tell(journey, surroundings, first, { kind: 'start' }, START_AT)];
  for (let life = open.pop(); life !== undefined; life = open.pop()) {
    if (seen.size > MOST_LIVES) return false;
    note(life, shown);
    for (const [stimulus, at] of nextFor(life, journey)) {
      const next = tell(journey, surroundings, life, stimulus, at);
      const name = JSON.stringify(next);
      if (!seen.has(name)) open.push(next);
      seen.add(name);
    }
  }
  return true;
}

function tell(
  journey: CompiledJourney,
  surroundings: Parameters<typeof advance>[2],
  { run: before, answersBy, handedOver }: Life,
  stimulus: Stimulus,
  now: number,
): Life {
  const { run, effects } = advance(journey, before, surroundings, stimulus, now);
  const asked = effects.flatMap((effect) =>
    effect.kind === 'request' ? [now + effect.intent.handOverWithinMs] : [],
  );
  const isOut = ({ state }: RunMessage): boolean => state === 'accepted' || state === 'unknown';
  const out = Object.values(run.messages).filter(
    (message) => isOut(message) && before.messages[message.id]?.state === 'requested',
  );
  return {
    run,
    now,
    answersBy: asked[0] ?? answersBy,
    handedOver: [...handedOver, ...out.map(({ channel }) => [now, channel] as const)],
  };
}

/** Whatever the world may say next, at once and at the last moment. */
function nextFor({ run, now, answersBy }: Life, journey: CompiledJourney): [Stimulus, number][] {
  const { position } = run;
  if (position === undefined) return [];
  const { expiry, ...timers } = run.timers;
  const messages = Object.values(run.messages).filter(
    ({ step, visit }) => step === position.step && visit === position.visit,
  );
  const isAwaited = messages.some(({ state }) => state === 'requested');
  const timer = nextDue({ ...run, timers }) ?? Infinity;
  const last = Math.min(timer, isAwaited ? answersBy : Infinity);
  const news = messages.flatMap((message) => newsAbout(message, journey, position.kind === 'escalate'));
  const event: Stimulus = { kind: 'event', event: { id: 'x', type: 'paid', data: {} } };
  const lateOnly = [
    ...(last === answersBy && isAwaited
      ? messages.filter(({ state }) => state === 'requested').map(attempted('expired'))
      : []),
    ...(timer === last ? [() => ({ kind: 'tick' }) as const] : []),
  ];
  const some = position.kind === 'wait' ? [...news, () => event] : news;
  const moments = [
    ...some.map((make) => [make(now), now] as const),
    ...(last > now ? some.map((make) => [make(last), last] as const) : []),
    ...lateOnly.map((make) => [make(last), last] as const),
  ].filter(([, at]) => at < expiry!);
  // Those who could still be here when it expires, expire.
  return last >= expiry! ? [...moments.map(copy), [{ kind: 'tick' }, expiry!]] : moments.map(copy);
}

const copy = ([stimulus, at]: readonly [Stimulus, number]): [Stimulus, number] => [stimulus, at];

const attempted =
  (outcome: AttemptOutcome) =>
  ({ id, request, withdrawn }: RunMessage) =>
  (now: number): Stimulus => ({
    kind: 'attempted',
    messageId: id,
    request,
    outcome,
    answersWithdrawal: withdrawn === true,
    ...(outcome === 'accepted' ? { acceptedAt: now } : {}),
    ...(outcome === 'unknown' ? { calledAt: now } : {}),
    why: WHY,
  });

function newsAbout(
  message: RunMessage,
  journey: CompiledJourney,
  isEscalation: boolean,
): ((now: number) => Stimulus)[] {
  const { id: messageId, request, state, signal, undelivered, withdrawn, step } = message;
  const refused = (of: 'channel' | 'recipient') => (): Stimulus => ({
    kind: 'decided',
    messageId,
    request,
    decision: 'refused',
    of,
    why: WHY,
  });
  const receipt = (receipt: ReceiptKind) => (): Stimulus => ({
    kind: 'receipt',
    messageId,
    receipt,
    why: WHY,
  });
  const answer =
    (reply: string) =>
    (at: number): Stimulus => ({
      kind: 'answer',
      messageId,
      reply,
      at,
      why: WHY,
    });
  const tell = (...outcomes: AttemptOutcome[]) => outcomes.map((outcome) => attempted(outcome)(message));
  if (state === 'requested')
    return [refused('channel'), refused('recipient'), ...tell('accepted', 'failed', 'unknown')];
  if ((state !== 'accepted' && state !== 'unknown') || undelivered === true) return [];
  const document = journey.steps.get(step)!.step;
  const awaits = isEscalation || ('await' in document && document.await !== undefined);
  const signals = 'ask' in document ? document.replies.map(({ id }) => answer(id)) : [receipt('clicked')];
  const reports = awaits && signal === undefined ? [...signals, receipt('undelivered')] : [];
  if (state === 'accepted') return reports;
  const answers = withdrawn === true ? tell('withdrawn', 'unknown') : [];
  return [...reports, ...answers, ...tell('accepted', 'failed')];
}

function note({ run, handedOver }: Life, shown: Shown): void {
  for (const step of Object.keys(run.visits)) shown.entered.add(step);
  if (run.status !== 'ended') return;
  shown.ends.add(run.outcome!);
  shown.inAll = Math.max(shown.inAll, handedOver.length);
  shown.lastEnd = Math.max(shown.lastEnd, run.endedAt! - START_AT);
  for (const [at, channel] of handedOver) {
    const inDay = handedOver.filter(([other]) => other >= at && other < at + DAY).length;
    shown.inDay = Math.max(shown.inDay, inDay);
    shown.lastMessage = Math.max(shown.lastMessage, at - START_AT);
    const onChannel = handedOver.filter(([, other]) => other === channel).length;
    shown.channels.set(channel, Math.max(shown.channels.get(channel) ?? 0, onChannel));
  }
}

/** What every life shows for all data that the conditions `start.data.c<index of the step>` can ask; undefined: too many. */
export function everyLife(journey: CompiledJourney): Shown | undefined {
  const shown: Shown = {
    ends: new Set(),
    entered: new Set(),
    channels: new Map(),
    inAll: 0,
    inDay: 0,
    lastMessage: -1,
    lastEnd: 0,
  };
  const fields = journey.document.steps.flatMap((step, index) => ('branch' in step ? [`c${index}`] : []));
  const data = Array.from({ length: 2 ** fields.length }, (_, bits) =>
    Object.fromEntries(fields.map((field, n) => [field, ((bits >> n) & 1) === 1])),
  );
  return data.every((one) => liveAll(journey, one, shown)) ? shown : undefined;
}

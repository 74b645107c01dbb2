import type { AttemptOutcome, Channel, ReceiptKind } from '@hermod/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../engine/advance.ts';
import { nextDue, type Run, type RunMessage } from '../engine/run.ts';
import { newRun } from '../engine/start-run.ts';
import type { Stimulus } from '../engine/stimulus.ts';
import { type CompiledJourney, compileJourney } from '../language/compile-journey.ts';
import { explore } from './explore.ts';

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
  const tell = (...outcomes: AttemptOutcome[]) => outcomes.map((outcome) => attempted(outcome)(message));
  if (state === 'requested')
    return [refused('channel'), refused('recipient'), ...tell('accepted', 'failed', 'unknown')];
  if ((state !== 'accepted' && state !== 'unknown') || undelivered === true) return [];
  const document = journey.steps.get(step)!.step;
  const awaits = isEscalation || ('await' in document && document.await !== undefined);
  const reports = awaits && signal === undefined ? [receipt('clicked'), receipt('undelivered')] : [];
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

const length = fc.constantFrom('PT10M', 'PT5H', 'PT8H', 'PT23H', 'P1D', 'PT30H');
const rung = fc
  .tuple(fc.constantFrom({ push: 'a', until: 'opened' }, { sms: 'c', until: 'delivered' }), length)
  .map(([about, within]) => ({ ...about, within }));
const sent = fc.constantFrom({ push: 'a' }, { sms: 'c' }, { email: 'd' });

/** Steps by what they weigh: how many messages they may ask for. */
const body = fc.oneof(
  { weight: 3, arbitrary: fc.array(rung, { minLength: 1, maxLength: 2 }).map((escalate) => ({ escalate })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.array(sent, { minLength: 1, maxLength: 2 }),
        fc.option(fc.tuple(fc.constantFrom('any', 'all'), length), { nil: undefined }),
      )
      .map(([send, awaited]) =>
        awaited === undefined
          ? { send }
          : { send, await: awaited[0], until: 'delivered', within: awaited[1] },
      ),
  },
  { weight: 2, arbitrary: length.map((time) => ({ wait: { for: time } })) },
  { weight: 2, arbitrary: length.map((within) => ({ wait: { on: 'paid', within } })) },
  { weight: 2, arbitrary: fc.constant({ branch: [] }) },
);
const weightOf = (step: object): number =>
  'escalate' in step
    ? (step.escalate as object[]).length
    : 'send' in step
      ? (step.send as object[]).length
      : 0;

/** Journeys of up to three messages, some with a loop; each branch asks a field of its own. */
const smallJourney = fc
  .record({
    bodies: fc.array(fc.tuple(body, fc.nat(2)), { minLength: 1, maxLength: 4 }),
    back: fc.option(fc.nat(2), { nil: undefined }),
    expires: fc.constantFrom('P60D', 'P60D', 'P3D', 'P1D'),
  })
  .filter(
    ({ bodies, back }) =>
      bodies.reduce((sum, [step]) => sum + weightOf(step), 0) * (back === undefined ? 1 : 2) <= 3,
  )
  .map(({ bodies, back, expires }) => ({
    journey: 'small',
    purpose: 'marketing',
    start: { on: 'go' },
    expires,
    steps: [
      ...bodies.map(([step, skip], index) => wired(step, index, skip, bodies.length, back)),
      { id: 's9', end: 'over' },
    ],
  }));

function wired(step: object, index: number, skip: number, count: number, back: number | undefined): object {
  const id = `s${index}`;
  const idOf = (place: number): string => (place < count ? `s${place}` : 's9');
  const [next, later] = [idOf(index + 1), idOf(index + 1 + skip)];
  if ('branch' in step) return { id, branch: [{ when: `start.data.c${index}`, then: later }], else: next };
  const first = 'escalate' in step ? 'reached' : 'send' in step ? 'sent' : 'timeout';
  // The last one of them may lead back, once.
  if (back !== undefined && index === count - 1)
    return { id, visits: 2, ...step, then: { [first]: `s${Math.min(back, index)}`, limit: 's9' } };
  return { id, ...step, then: { [first]: later } };
}

function byForce(journey: CompiledJourney): Shown | undefined {
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

function compiles(document: object): boolean {
  try {
    compileJourney(document);
    return true;
  } catch {
    return false;
  }
}

describe('exploring a small journey', () => {
  it('finds what living every life by force finds', { timeout: 60_000 }, () => {
    let [compared, cutOff] = [0, 0];
    fc.assert(
      fc.property(smallJourney.filter(compiles), (document) => {
        const journey = compileJourney(document);
        const shown = byForce(journey);
        if (shown === undefined) return;
        const found = explore(journey);
        expect(found.complete).toBe(true);
        expect(found.mostMessages.messages).toBe(shown.inAll);
        expect(found.mostMessagesInDay.messages).toBe(shown.inDay);
        const byChannel = Object.entries(found.mostMessagesByChannel).map(([name, { messages }]) => [
          name,
          messages,
        ]);
        expect(Object.fromEntries(byChannel)).toEqual(Object.fromEntries(shown.channels));
        compared += 1;
        const dead = journey.document.steps.flatMap(({ id }) => (shown.entered.has(id) ? [] : [id]));
        expect(found.deadSteps).toEqual(dead);
        const times = [found.longestToLastMessage?.ms ?? -1, found.longestToEnd.ms];
        const ends = new Set(found.ends.map(({ outcome }) => outcome));
        if (!ends.has('expired')) {
          expect(ends).toEqual(shown.ends);
          expect(times).toEqual([shown.lastMessage, shown.lastEnd]);
          return;
        }
        // By force only the first and the last moment are tried, which the expiry may cut off; explore looks between them.
        cutOff += 1;
        expect([...shown.ends].filter((end) => !ends.has(end))).toEqual([]);
        expect(times[0]).toBeGreaterThanOrEqual(shown.lastMessage);
        expect(times[0]).toBeLessThan(found.expiresMs);
        expect(times[1]).toBe(found.expiresMs);
      }),
      { numRuns: 60 },
    );
    expect(cutOff).toBeGreaterThan(0);
    expect(compared - cutOff).toBeGreaterThan(0);
  });
});

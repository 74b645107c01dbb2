import type { AttemptOutcome, ReceiptKind } from '@hermod/contracts';
import fc from 'fast-check';
import type { Run } from '../src/engine/run.ts';
import type { Stimulus, Why } from '../src/engine/stimulus.ts';

const WHY: Why = { rule: 'chance', values: {} };

/** Something that happens to a run: a stimulus, mostly about one of its messages, after some time. */
export interface Happening {
  readonly afterMs: number;
  /** The time of the run's next timer comes before, if it has one. */
  readonly waits: boolean;
  readonly times: number;
  /** The journey is paused, or resumed, before. */
  readonly toggles: boolean;
  readonly stimulusFor: (run: Run, now: number) => Stimulus;
}

/** One of the run's messages; of none where there are none. */
const pick = (run: Run, n: number): string => {
  const ids = Object.keys(run.messages);
  return ids[n % Math.max(1, ids.length)] ?? '00000000-0000-5000-8000-000000000000';
};

const decided = fc
  .record({
    n: fc.nat(9),
    request: fc.constantFrom(0, 0, 0, 1, 2),
    deferredMs: fc.option(fc.integer({ min: -1_000, max: 200_000_000 }), { nil: undefined }),
    of: fc.constantFrom('channel' as const, 'recipient' as const),
  })
  .map(({ n, request, deferredMs, of }) => (run: Run, now: number): Stimulus => ({
    kind: 'decided',
    messageId: pick(run, n),
    request,
    ...(deferredMs === undefined
      ? { decision: 'refused', of }
      : { decision: 'deferred', until: now + deferredMs }),
    why: WHY,
  }));

/** Mostly an acceptance, with which most things begin. */
const OUTCOMES: AttemptOutcome[] = [
  'accepted',
  'accepted',
  'accepted',
  'accepted',
  'failed',
  'expired',
  'withdrawn',
  'deferred',
  'unknown',
];
const attempted = fc
  .record({
    n: fc.nat(9),
    request: fc.constantFrom(0, 0, 0, 1, 2),
    outcome: fc.constantFrom(...OUTCOMES),
    answers: fc.boolean(),
    agoMs: fc.integer({ min: -5_000, max: 60_000 }),
    says: fc.boolean(),
  })
  .map(({ n, request, outcome, answers, agoMs, says }) => (run: Run, now: number): Stimulus => ({
    kind: 'attempted',
    messageId: pick(run, n),
    request,
    outcome,
    ...(says ? { calledAt: now - agoMs } : {}),
    ...(says && outcome === 'accepted' ? { acceptedAt: now - agoMs } : {}),
    answersWithdrawal: answers,
    why: WHY,
  }));

const RECEIPTS: ReceiptKind[] = ['delivered', 'undelivered', 'opened', 'read', 'clicked', 'dismissed'];
const receipt = fc
  .record({ n: fc.nat(9), kind: fc.constantFrom(...RECEIPTS) })
  .map(({ n, kind }) => (run: Run): Stimulus => ({
    kind: 'receipt',
    messageId: pick(run, n),
    receipt: kind,
    why: WHY,
  }));

const answer = fc
  .record({ n: fc.nat(9), reply: fc.constantFrom('yes', 'yes', 'no', 'constructor', undefined) })
  .map(({ n, reply }) => (run: Run, now: number): Stimulus => ({
    kind: 'answer',
    messageId: pick(run, n),
    reply,
    text: reply ?? 'which bus stop?',
    at: now,
    why: WHY,
  }));

const optedOut = fc.array(fc.nat(9), { maxLength: 3 }).map((ns) => (run: Run): Stimulus => ({
  kind: 'opted-out',
  messages: ns.map((n) => pick(run, n)),
  why: WHY,
}));

/** Large enough that two of them don't fit into the variables of a run. */
const LARGE = 'x'.repeat(20_000);
/** What a step may wait for or collect, or what ends the run; of its order or of another one, with data of all kinds. */
const event = fc
  .record({
    type: fc.constantFrom('paid', 'paid', 'cart', 'cart', 'com.shop.order.shipped', 'go', 'stop'),
    id: fc.constantFrom('e1', 'e2', 'e3'),
    data: fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ orderId: fc.constantFrom('A-1', 'A-1', 'B-2'), total: fc.nat(99) }),
      },
      { weight: 1, arbitrary: fc.constant({ orderId: 'A-1', large: LARGE }) },
      { weight: 1, arbitrary: fc.constantFrom(undefined, null, 'text', 7, []) },
    ),
  })
  .map((about) => (): Stimulus => ({
    kind: 'event',
    event: Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)),
  }));

/** Up to now; or only up to a while ago, since later facts are unread. */
const tick = fc
  .option(fc.nat(3_600_000), { nil: undefined })
  .map((agoMs) => (_run: Run, now: number): Stimulus => ({
    kind: 'tick',
    ...(agoMs === undefined ? {} : { upTo: now - agoMs }),
  }));
const start = fc.constant((): Stimulus => ({ kind: 'start' }));
const cancel = fc.constant((): Stimulus => ({ kind: 'cancel', why: WHY }));

const anyStimulus = fc.oneof(
  { weight: 24, arbitrary: attempted },
  { weight: 18, arbitrary: receipt },
  { weight: 8, arbitrary: answer },
  { weight: 24, arbitrary: tick },
  { weight: 16, arbitrary: event },
  { weight: 10, arbitrary: decided },
  { weight: 5, arbitrary: optedOut },
  { weight: 2, arbitrary: start },
  { weight: 1, arbitrary: cancel },
);

/** Anything in any order, with copies, early and late. */
export const anyHappenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.nat(10_000), fc.nat(7_200_000)),
    waits: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    times: fc.constantFrom(1, 1, 2),
    toggles: fc.oneof(
      { weight: 9, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    stimulusFor: anyStimulus,
  }),
  { maxLength: 30, size: 'max' },
);

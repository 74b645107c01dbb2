import type { AttemptOutcome, ReceiptKind } from '@hermod/contracts';
import fc from 'fast-check';
import type { Run } from '../src/engine/run.ts';
import type { Stimulus, Why } from '../src/engine/stimulus.ts';

const WHY: Why = { rule: 'chance', values: {} };
const DURATIONS = ['PT0S', 'PT10S', 'PT15M', 'PT2H', 'P1D'];
const RUNGS = [
  { push: 'a', until: 'opened' },
  { push: 'a', until: 'delivered' },
  { rcs: 'b', until: 'read' },
  { sms: 'c', until: 'delivered' },
  { email: 'd', until: 'clicked' },
];

const duration = fc.constantFrom(...DURATIONS);
const rung = fc.tuple(fc.constantFrom(...RUNGS), duration).map(([about, within]) => ({ ...about, within }));
const sent = fc.constantFrom({ push: 'a' }, { sms: 'c' }, { email: 'd' });
const when = fc.constantFrom('recipient.vip', 'event.data.total > 40', 'event.data.missing == 1', 'true');

/** The body of a step that stands before others: where it leads is filled in with their ids. */
const body = fc.oneof(
  fc.array(rung, { minLength: 1, maxLength: 3 }).map((escalate) => ({ escalate, outcome: 'reached' })),
  fc.array(sent, { minLength: 1, maxLength: 3 }).map((send) => ({ send, outcome: 'failed' })),
  duration.map((within) => ({ wait: { for: within }, outcome: 'timeout' })),
  fc.array(when, { minLength: 1, maxLength: 2 }).map((conditions) => ({ conditions })),
);

/** A journey of up to six steps, each leading to a later one, so that it passes every check. */
export const anyJourney: fc.Arbitrary<object> = fc
  .record({
    purpose: fc.constantFrom('critical', 'transactional', 'marketing'),
    expires: fc.option(fc.constantFrom('PT30M', 'PT6H', 'P2D'), { nil: undefined }),
    bodies: fc.array(fc.tuple(body, fc.nat(5)), { maxLength: 5 }),
    exits: fc.boolean(),
  })
  .map(({ purpose, expires, bodies, exits }) => ({
    journey: 'any',
    purpose,
    ...(expires === undefined ? {} : { expires }),
    ...(exits ? { exit: [{ on: 'stop', when: 'event.data.orderId == start.data.orderId' }] } : {}),
    start: { on: 'com.shop.order.shipped' },
    steps: [
      ...bodies.map(([part, skip], index) => {
        const next = `s${index + 1}`;
        const later = `s${Math.min(bodies.length, index + 1 + skip)}`;
        if ('conditions' in part)
          return {
            id: `s${index}`,
            branch: part.conditions.map((c) => ({ when: c, then: later })),
            else: next,
          };
        const { outcome, ...rest } = part;
        return outcome === 'timeout'
          ? { id: `s${index}`, ...rest }
          : { id: `s${index}`, ...rest, then: { [outcome]: later } };
      }),
      { id: `s${bodies.length}`, end: 'over' },
    ],
  }));

/** Something that happens to a run: a stimulus about one of its messages, after some time. */
export interface Happening {
  readonly afterMs: number;
  readonly times: number;
  readonly stimulusFor: (run: Run, now: number) => Stimulus;
}

const pick = (run: Run, n: number): string => {
  const ids = Object.keys(run.messages);
  return ids[n % Math.max(1, ids.length)] ?? '00000000-0000-5000-8000-000000000000';
};

const decided = fc
  .record({
    n: fc.nat(9),
    request: fc.nat(2),
    deferredMs: fc.option(fc.nat(200_000_000), { nil: undefined }),
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

const OUTCOMES: AttemptOutcome[] = ['accepted', 'failed', 'expired', 'withdrawn', 'deferred', 'unknown'];
const attempted = fc
  .record({
    n: fc.nat(9),
    request: fc.nat(2),
    outcome: fc.constantFrom(...OUTCOMES),
    answers: fc.boolean(),
    agoMs: fc.nat(60_000),
  })
  .map(({ n, request, outcome, answers, agoMs }) => (run: Run, now: number): Stimulus => ({
    kind: 'attempted',
    messageId: pick(run, n),
    request,
    outcome,
    calledAt: now - agoMs,
    ...(outcome === 'accepted' ? { acceptedAt: now - agoMs } : {}),
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

const optedOut = fc.array(fc.nat(9), { maxLength: 3 }).map((ns) => (run: Run): Stimulus => ({
  kind: 'opted-out',
  messages: ns.map((n) => pick(run, n)),
  why: WHY,
}));

const event = fc
  .record({ type: fc.constantFrom('stop', 'go'), orderId: fc.constantFrom('A-1', 'B-2') })
  .map(({ type, orderId }) => (): Stimulus => ({
    kind: 'event',
    event: { type, id: 'e', data: { orderId } },
  }));

const tick = fc.constant((): Stimulus => ({ kind: 'tick' }));
const start = fc.constant((): Stimulus => ({ kind: 'start' }));

/** Anything in any order, with copies. */
export const anyHappenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.nat(10_000), fc.nat(7_200_000)),
    times: fc.constantFrom(1, 1, 2),
    stimulusFor: fc.oneof(
      { weight: 3, arbitrary: attempted },
      { weight: 3, arbitrary: receipt },
      { weight: 3, arbitrary: tick },
      { weight: 2, arbitrary: decided },
      { weight: 1, arbitrary: optedOut },
      { weight: 1, arbitrary: event },
      { weight: 1, arbitrary: start },
    ),
  }),
  { maxLength: 25 },
);

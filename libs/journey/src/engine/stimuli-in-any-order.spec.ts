import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Life } from '../../test/life.ts';
import { NOON } from '../../test/play.ts';
import { anyHappenings, anyJourney } from '../../test/random.ts';
import type { Run } from './run.ts';
import type { Stimulus } from './stimulus.ts';

const WHY = { rule: 'chance', values: {} };
/** A slow machine ends in time as well. */
const ENOUGH_MS = 120_000;
type About = (messageId: string) => Stimulus;

const attempted = fc
  .record({
    outcome: fc.constantFrom('accepted', 'unknown', 'failed', 'expired', 'withdrawn'),
    afterMs: fc.nat(60_000),
  })
  .map(({ outcome, afterMs }): About => (messageId) => ({
    kind: 'attempted',
    messageId,
    request: 0,
    outcome,
    calledAt: NOON + afterMs,
    ...(outcome === 'accepted' ? { acceptedAt: NOON + afterMs } : {}),
    answersWithdrawal: false,
    why: WHY,
  }));
const receipt = fc
  .constantFrom('delivered', 'opened', 'undelivered', 'dismissed', 'clicked')
  .map((kind): About => (messageId) => ({ kind: 'receipt', messageId, receipt: kind, why: WHY }));
const refused = fc.constantFrom('channel', 'recipient').map((of): About => (messageId) => ({
  kind: 'decided',
  messageId,
  request: 0,
  decision: 'refused',
  of,
  why: WHY,
}));
const deferred = fc.nat(3_600_000).map((ms): About => (messageId) => ({
  kind: 'decided',
  messageId,
  request: 0,
  decision: 'deferred',
  until: NOON + ms,
  why: WHY,
}));
const optedOut = fc.constant<About>((messageId) => ({ kind: 'opted-out', messages: [messageId], why: WHY }));
const anyNews = fc.oneof(attempted, receipt, refused, deferred, optedOut);

/** Tells all in this order, and the other way round. */
const bothWays = (life: Life, stimuli: readonly Stimulus[]): [Run, Run] =>
  [stimuli, stimuli.toReversed()].map((order) =>
    order.reduce((run, stimulus) => life.wouldTell(stimulus, run).run, life.run),
  ) as [Run, Run];

/** Whether one was taken back depends on how far the run was. */
function butWithdrawals({ messages, ...run }: Run): object {
  const kept = Object.values(messages).map(({ withdrawn: _withdrawn, ...message }) => message);
  return { ...run, messages: kept };
}

/**
 * News that change what was known already: a signal to what was never sent, a report that what was sent will not arrive, an
 * outcome of what was unknown, or of what an opt-out lets count as refused. The step may have been left upon what was known.
 */
function overrules({ messages }: Run, news: Stimulus): boolean {
  if (news.kind !== 'receipt' && news.kind !== 'attempted') return false;
  const { state, undelivered } = messages[news.messageId]!;
  const isOpen = state === 'requested' || state === 'deferred';
  if (news.kind === 'attempted') return !isOpen;
  const wentOut = state === 'accepted' || state === 'unknown';
  return news.receipt === 'undelivered' || undelivered === true || !(isOpen || wentOut);
}

describe('a send that awaits a signal', { timeout: ENOUGH_MS }, () => {
  const journey = (how: string, count: number, within: string): object => ({
    journey: 'any',
    purpose: 'transactional',
    start: { on: 'com.shop.order.shipped' },
    expires: 'P2D',
    steps: [
      {
        id: 'tell',
        send: [{ push: 'a' }, { sms: 'b' }, { email: 'c' }].slice(0, count),
        await: how,
        until: 'delivered',
        within,
        then: { reached: 'rest', sent: 'later', failed: 'gone' },
      },
      { id: 'rest', wait: { for: 'PT1H' }, then: 'gone' },
      { id: 'later', wait: { for: 'PT2H' }, then: 'gone' },
      { id: 'gone', end: 'gone' },
    ],
  });

  it('comes to the same by what is told of two of its messages, in either order', () => {
    const how = fc.constantFrom('any', 'all');
    const count = fc.integer({ min: 2, max: 3 });
    const within = fc.constantFrom('PT1M', 'PT1H');
    let compared = 0;
    fc.assert(
      fc.property(how, count, within, fc.array(anyNews, { maxLength: 3 }), anyNews, anyNews, (...about) => {
        const [kind, number, time, before, one, other] = about;
        const life = new Life(journey(kind, number, time));
        const ids = Object.keys(life.run.messages);
        for (const [n, news] of before.entries()) life.tell(news(ids[n % number]!));
        if (life.run.position?.step !== 'tell') return;
        const pair = [one(ids[0]!), other(ids[1]!)];
        if (pair.some((news) => overrules(life.run, news))) return;
        const [first, second] = bothWays(life, pair);
        expect(butWithdrawals(second)).toEqual(butWithdrawals(first));
        compared += 1;
      }),
      { numRuns: 1_500 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});

describe('an event that counts from the start', { timeout: ENOUGH_MS }, () => {
  const journey = (step: object): object => ({
    journey: 'any',
    purpose: 'transactional',
    start: { on: 'com.shop.order.shipped' },
    expires: 'P2D',
    steps: [
      step,
      {
        id: 'pay',
        wait: { on: 'paid', within: 'PT1H', since: 'start', as: 'paid' },
        then: { happened: 'thanks', timeout: 'over' },
      },
      { id: 'thanks', send: [{ sms: 'c' }] },
      { id: 'over', end: 'over' },
    ],
  });
  const paid: Stimulus = { kind: 'event', event: { id: 'e2', type: 'paid', data: { orderId: 'A-1' } } };

  it('is taken whether it comes before or behind what leads to the step that waits for it', () => {
    const leading = fc.constantFrom(
      { id: 'tell', send: [{ push: 'a' }] },
      { id: 'tell', escalate: [{ push: 'a', until: 'opened', within: 'PT15M' }] },
      { id: 'tell', send: [{ push: 'a' }], await: 'any', until: 'delivered', within: 'PT15M' },
    );
    fc.assert(
      fc.property(leading, fc.array(anyNews, { maxLength: 2 }), anyNews, (step, before, news) => {
        const life = new Life(journey(step));
        const [id] = Object.keys(life.run.messages) as [string];
        for (const earlier of before) life.tell(earlier(id));
        const [first, second] = bothWays(life, [paid, news(id)]);
        expect(second).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a paused journey', { timeout: ENOUGH_MS }, () => {
  it('comes to the same by what was told of two messages while it was paused, in either order', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyJourney, anyHappenings, anyNews, anyNews, fc.nat(60_000), (...about) => {
        const [document, happenings, one, other, pauseMs] = about;
        const life = Life.lived(document, happenings);
        const ids = Object.keys(life.run.messages);
        if (life.run.status === 'ended' || ids.length < 2) return;
        life.paused = true;
        const [first, second] = bothWays(life, [one(ids.at(-1)!), other(ids.at(-2)!)]);
        life.paused = false;
        life.now += pauseMs;
        const goOn = (run: Run): Run => life.wouldTell({ kind: 'tick' }, run).run;
        expect(goOn(second)).toEqual(goOn(first));
        compared += 1;
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(20);
  });
});

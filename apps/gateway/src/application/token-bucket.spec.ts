import { array, assert, double, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const limits = record({
  perSecond: double({ min: 0.1, max: 10_000, noNaN: true }),
  burst: integer({ min: 1, max: 1_000 }),
});
/** Pauses between requests, in milliseconds. */
const pauses = array(double({ min: 0, max: 2_000, noNaN: true }), { maxLength: 300 });

test('in no stretch of time more is let in than the burst and what the time allows', () => {
  assert(
    property(limits, pauses, (limit, waits) => {
      const bucket = new TokenBucket(limit, 0);
      const allowedAt: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        if (bucket.take(now).isAllowed) allowedAt.push(now);
      }
      return allowedAt.every((from, first) =>
        allowedAt.slice(first).every((to, n) => {
          const most = limit.burst + ((to - from) / 1000) * limit.perSecond;
          return n + 1 <= most + 1e-6;
        }),
      );
    }),
  );
});

test('who comes back when told to is let in, and a moment before is not', () => {
  assert(
    property(limits, pauses, (limit, waits) => {
      const bucket = new TokenBucket(limit, 0);
      let now = 0;
      for (const wait of waits) {
        now += wait;
        const taking = bucket.take(now);
        if (taking.isAllowed) continue;
        const early = bucket.take(now + taking.nextInMs * 0.99);
        now += taking.nextInMs + 1e-3;
        if (early.isAllowed || !bucket.take(now).isAllowed) return false;
      }
      return true;
    }),
  );
});

test('a clock that goes back gives nothing away', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, 1_000);
  expect(bucket.take(1_000).isAllowed).toBe(true);
  expect(bucket.take(0).isAllowed).toBe(false);
  expect(bucket.take(1_500).isAllowed).toBe(false);
  expect(bucket.take(2_000).isAllowed).toBe(true);
});

test('it tells what is left and when it is full', () => {
  const bucket = new TokenBucket({ perSecond: 2, burst: 4 }, 0);
  expect(bucket.take(0)).toEqual({ isAllowed: true, left: 3, fullInMs: 500, nextInMs: 0 });
  for (let n = 0; n < 3; n += 1) bucket.take(0);
  expect(bucket.take(0)).toEqual({ isAllowed: false, left: 0, fullInMs: 2_000, nextInMs: 500 });
  expect(bucket.isFull(1_999)).toBe(false);
  expect(bucket.isFull(2_000)).toBe(true);
});

test('a limit that becomes smaller holds at once', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 100 }, 0);
  bucket.change({ perSecond: 1, burst: 2 }, 0);
  expect([1, 2, 3].map(() => bucket.take(0).isAllowed)).toEqual([true, true, false]);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Linger } from './linger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Records arrive for some seconds, ten times a second. */
function stream(linger: Linger, perSecond: number, seconds: number): void {
  for (let n = 0; n < seconds * 10; n += 1) {
    vi.advanceTimersByTime(100);
    linger.arrived(perSecond / 10);
  }
}

describe('the pause before the next fetch', () => {
  it.each([
    { perSecond: 1, from: 0, to: 0 },
    { perSecond: 10, from: 10, to: 20 },
    { perSecond: 50, from: 20, to: 40 },
    { perSecond: 100, from: 40, to: 50 },
    { perSecond: 200, from: 80, to: 90 },
    { perSecond: 300, from: 100, to: 100 },
    { perSecond: 1_000, from: 35, to: 45 },
    { perSecond: 5_000, from: 5, to: 10 },
  ])('at $perSecond a second is between $from and $to ms', ({ perSecond, from, to }) => {
    const linger = new Linger(100);
    stream(linger, perSecond, 8);
    expect(linger.pauseMs()).toBeGreaterThanOrEqual(from);
    expect(linger.pauseMs()).toBeLessThanOrEqual(to);
  });

  it('is never made on the urgent lane', () => {
    const linger = new Linger(0);
    stream(linger, 5_000, 5);
    expect(linger.pauseMs()).toBe(0);
  });

  it('is forgotten when a burst is over', () => {
    const linger = new Linger(50);
    stream(linger, 1_000, 2);
    for (let n = 0; n < 2; n += 1) {
      vi.advanceTimersByTime(5_000);
      linger.arrived(1);
    }
    expect(linger.pauseMs()).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoffMs } from './backoff.ts';
import { Vigil } from './vigil.ts';

describe('the watch over silence', () => {
  const ask = vi.fn<() => void>();
  const giveUp = vi.fn<() => void>();
  const open = (): Vigil => new Vigil({ enquireLinkMs: 30_000, silenceMs: 10_000 }, { ask, giveUp });
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.resetAllMocks();
  });

  it('asks after a time without a word, and gives up when no answer comes', () => {
    open();
    vi.advanceTimersByTime(30_000);
    expect([ask.mock.calls.length, giveUp.mock.calls.length]).toEqual([1, 0]);
    vi.advanceTimersByTime(10_000);
    expect([ask.mock.calls.length, giveUp.mock.calls.length]).toEqual([1, 1]);
  });

  it('takes any word as an answer, and as a reason not to ask', () => {
    const vigil = open();
    vi.advanceTimersByTime(29_000);
    vigil.heard();
    vi.advanceTimersByTime(29_000);
    expect(ask).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    vigil.heard();
    vi.advanceTimersByTime(29_999);
    expect([ask.mock.calls.length, giveUp.mock.calls.length]).toEqual([1, 0]);
    vigil.end();
  });

  it('asks at once when somebody has reason to, and only once at a time', () => {
    const vigil = open();
    vigil.askNow();
    vigil.askNow();
    expect(ask).toHaveBeenCalledOnce();
    vigil.end();
    vi.advanceTimersByTime(60_000);
    expect(giveUp).not.toHaveBeenCalled();
  });

  it('rests while nothing can be heard', () => {
    const vigil = open();
    vigil.askNow();
    vigil.rest();
    vi.advanceTimersByTime(600_000);
    expect(giveUp).not.toHaveBeenCalled();
    vigil.heard();
    vi.advanceTimersByTime(30_000);
    expect(ask).toHaveBeenCalledTimes(2);
    vigil.end();
  });
});

describe('the pause after failures', () => {
  it('grows to a minute, half of it by chance', () => {
    expect([0, 1, 2, 8, 50].map((failures) => backoffMs(failures, () => 0))).toEqual([
      0, 250, 500, 30_000, 30_000,
    ]);
    expect(backoffMs(50, () => 0.999_999)).toBe(60_000);
  });
});

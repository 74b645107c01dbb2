import { describe, expect, it } from 'vitest';
import { timeOfReport, timeOfSignal } from './reported-time.ts';

const now = new Date('2026-11-22T09:00:00Z');

describe('the time of a signal', () => {
  it('is now when it does not say', () => {
    expect(timeOfSignal(undefined, now)).toBe('2026-11-22T09:00:00.000Z');
  });

  it('is told in UTC, and may be five minutes ahead', () => {
    expect(timeOfSignal('2026-11-22T10:05:00+01:00', now)).toBe('2026-11-22T09:05:00.000Z');
    expect(timeOfSignal('2026-11-01T00:00:00Z', now)).toBe('2026-11-01T00:00:00.000Z');
  });

  it.each([
    '2026-11-22T09:05:00.001Z',
    '9999-12-31T23:59:59Z',
    '2019-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
  ])('is refused when it can not be true: %s', (at) => {
    expect(() => timeOfSignal(at, now)).toThrow(
      expect.objectContaining({ code: 'SIGNAL_TIME_IMPLAUSIBLE', field: 'at', fix: expect.any(String) }),
    );
  });
});

describe("the time of a provider's report", () => {
  it('is the one it states', () => {
    expect(timeOfReport('2026-11-22T09:59:00+01:00', now)).toBe('2026-11-22T08:59:00.000Z');
  });

  it.each(['9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', 'soon'])(
    'is now when that can not be true: %s',
    (at) => {
      expect(timeOfReport(at, now)).toBe(now.toISOString());
    },
  );
});

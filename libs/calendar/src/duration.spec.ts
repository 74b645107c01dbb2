import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationMs } from './duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a duration', () => {
  it.each([
    ['PT0S', 0],
    ['PT10S', 10_000],
    ['PT15M', 15 * MINUTE],
    ['PT1H30M', 90 * MINUTE],
    ['PT90M', 90 * MINUTE],
    ['P1D', DAY],
    ['P1DT1H1M1S', DAY + HOUR + MINUTE + 1_000],
    ['P2W', 14 * DAY],
    ['P366D', 366 * DAY],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each([
    ['', 'nothing'],
    ['P', 'no number'],
    ['PT', 'no number'],
    ['P1DT', 'nothing after the T'],
    ['P1M', 'a month has no fixed length'],
    ['P1Y', 'a year has no fixed length'],
    ['PT1.5H', 'a fraction'],
    ['-PT1H', 'a past'],
    ['pt1h', 'small letters'],
    ['15m', 'another language'],
    ['PT1M1H', 'the wrong order'],
    ['P367D', 'more than a year'],
    ['P99999999999999999999W', 'beyond all numbers'],
    [' PT1H', 'a space'],
    ['PT1H\n', 'a line end'],
  ])('%j is none: %s', (text) => {
    expect(durationMs(text)).toBeUndefined();
  });

  it('adds up its parts, in whole milliseconds', () => {
    const parts = fc.record({ d: fc.nat(300), h: fc.nat(99), m: fc.nat(99), s: fc.nat(99) });
    fc.assert(
      fc.property(parts, ({ d, h, m, s }) => {
        expect(durationMs(`P${d}DT${h}H${m}M${s}S`)).toBe(d * DAY + h * HOUR + m * MINUTE + s * 1_000);
      }),
    );
  });
});

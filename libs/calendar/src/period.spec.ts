import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addPeriod, isPeriod } from './period.ts';

describe('periods of the calendar', () => {
  it.each([
    ['P2Y', true],
    ['P6M', true],
    ['P1Y6M', true],
    ['P90D', true],
    ['P0D', false],
    ['P', false],
    ['PT24H', false],
    ['2Y', false],
    ['P1.5Y', false],
  ])('%s: %s', (text, expected) => {
    expect(isPeriod(text)).toBe(expected);
  });

  it.each([
    ['2026-11-22T09:00:00Z', 'P2Y', '2028-11-22T09:00:00Z'],
    ['2024-02-29T09:00:00Z', 'P1Y', '2025-02-28T09:00:00Z'],
    ['2026-08-31T09:00:00Z', 'P6M', '2027-02-28T09:00:00Z'],
    ['2026-11-22T09:00:00Z', 'P3W', '2026-12-13T09:00:00Z'],
  ])('%s and %s is %s', (from, period, to) => {
    expect(new Date(addPeriod(Date.parse(from), period))).toEqual(new Date(to));
  });

  it('is what the calendar of the platform says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) }),
        fc.constantFrom('P1Y', 'P2Y', 'P6M', 'P13M', 'P1Y6M', 'P2W', 'P1M3D', 'P90D'),
        (instant, period) => {
          const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC');
          expect(addPeriod(instant, period)).toBe(zoned.add(period).epochMilliseconds);
        },
      ),
    );
  });
});

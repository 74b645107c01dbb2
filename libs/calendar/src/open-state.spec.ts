import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isOpen, type LocalHours, WEEKDAYS } from './local-hours.ts';
import { type IsClosedOn, nextOpenInstant, openState } from './open-state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STOCKHOLM = 'Europe/Stockholm';
const at = (text: string): number => Date.parse(text);

/** Zones, each with instants close to which their clocks or their dates jump. */
const PLACES: readonly (readonly [zone: string, near: string])[] = [
  ['Europe/Stockholm', '2026-03-29T01:00:00Z'],
  ['Europe/Stockholm', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  // The 30th of December 2011 never came.
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  // Summer time pauses for Ramadan: two changes within five weeks.
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
  ['Africa/Casablanca', '2026-03-22T02:00:00Z'],
  // Clocks go back from midnight to 23:00 of the day before, and forward at midnight: a date begins twice, or at 01:00.
  ['America/Havana', '2026-11-01T05:00:00Z'],
  ['America/Santiago', '2026-04-05T03:00:00Z'],
  ['America/Santiago', '2026-09-06T04:00:00Z'],
  ['Asia/Kathmandu', '2026-06-01T00:00:00Z'],
];

const wallTime = fc
  .tuple(fc.nat(23), fc.constantFrom(0, 1, 15, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const localHours = fc.record({
  from: fc.oneof(wallTime, fc.constant('00:00')),
  to: fc.oneof(wallTime, fc.constant('24:00')),
  days: fc.option(fc.subarray([...WEEKDAYS]), { nil: undefined }),
});
const place = fc.constantFrom(...PLACES);
const minutesAway = fc.integer({ min: -40 * 60, max: 40 * 60 });
/** Days of the month that are closed; undefined: nobody asks. */
const closedDays = fc.option(fc.subarray([1, 5, 7, 22, 25, 29, 30, 31]), { nil: undefined });

const closedOn = (days: readonly number[] | undefined): IsClosedOn | undefined =>
  days && ((date) => days.includes(Number(date.slice(8))));

/** The same question answered for one instant alone, by what is known to be right. */
function isOpenAt(
  hours: readonly LocalHours[],
  zone: string,
  instant: number,
  isClosedOn?: IsClosedOn,
): boolean {
  const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  return hours.some((some) => isOpen(some, zone, instant)) && !(isClosedOn?.(date.toString()) ?? false);
}

describe('whether hours are open, and until when', () => {
  const day: LocalHours = { from: '08:00', to: '21:00' };

  it.each([
    ['2026-11-23T05:00:00Z', false, '2026-11-23T07:00:00.000Z', 'before they open'],
    ['2026-11-23T06:59:59.999Z', false, '2026-11-23T07:00:00.000Z', 'a millisecond before'],
    ['2026-11-23T07:00:00Z', true, '2026-11-23T20:00:00.000Z', 'as they open'],
    ['2026-11-23T19:59:59.999Z', true, '2026-11-23T20:00:00.000Z', 'just before they close'],
    ['2026-11-23T20:00:00Z', false, '2026-11-24T07:00:00.000Z', 'as they close'],
    ['2026-03-28T21:00:00Z', false, '2026-03-29T06:00:00.000Z', 'the night that is an hour short'],
  ])('at %s: %s until %s, %s', (instant, expected, until) => {
    const state = openState([day], STOCKHOLM, at(instant));
    expect([state.isOpen, new Date(state.until).toISOString()]).toEqual([expected, until]);
  });

  it('hours that meet or overlap are open throughout', () => {
    const hours = [
      { from: '08:00', to: '12:00' },
      { from: '12:00', to: '16:00' },
      { from: '15:00', to: '18:00' },
    ];
    expect(openState(hours, 'UTC', at('2026-11-23T09:00:00Z'))).toEqual({
      isOpen: true,
      until: at('2026-11-23T18:00:00Z'),
    });
  });

  it('a closed date is closed from midnight to midnight, also for hours that began the day before', () => {
    const night: LocalHours = { from: '22:00', to: '02:00' };
    const isClosedOn: IsClosedOn = (date) => date === '2026-12-25';
    expect(openState([night], STOCKHOLM, at('2026-12-24T22:30:00Z'), isClosedOn)).toEqual({
      isOpen: true,
      until: at('2026-12-24T23:00:00Z'),
    });
    expect(openState([night], STOCKHOLM, at('2026-12-24T23:00:00Z'), isClosedOn)).toEqual({
      isOpen: false,
      until: at('2026-12-25T23:00:00Z'),
    });
  });

  it('hours that nobody has are closed, with an instant at which to ask again', () => {
    const state = openState([], 'UTC', 0);
    expect(state.isOpen).toBe(false);
    expect(state.until).toBeGreaterThan(0);
    expect(nextOpenInstant([], 'UTC', 0)).toBeUndefined();
  });

  it('does not know a zone that is none', () => {
    expect(() => openState([day], 'Europe/Atlantis', 0)).toThrow(RangeError);
  });

  it('is the same at every minute until it says that it may change', () => {
    const many = fc.array(localHours, { maxLength: 2 });
    fc.assert(
      fc.property(many, place, minutesAway, closedDays, (hours, [zone, near], away, days) => {
        const [instant, isClosedOn] = [at(near) + away * MINUTE, closedOn(days)];
        const state = openState(hours, zone, instant, isClosedOn);
        expect(state.until).toBeGreaterThan(instant);
        expect(state.until).toBeLessThanOrEqual(instant + 4 * 24 * HOUR);
        for (let t = instant; t < state.until; t += MINUTE)
          expect(isOpenAt(hours, zone, t, isClosedOn)).toBe(state.isOpen);
        expect(isOpenAt(hours, zone, state.until - 1, isClosedOn)).toBe(state.isOpen);
        if (state.until < instant + 48 * HOUR)
          expect(isOpenAt(hours, zone, state.until, isClosedOn)).toBe(!state.isOpen);
      }),
      { numRuns: 120 },
    );
  }, 60_000);
});

describe('when hours open next', () => {
  it.each([
    ['2026-12-24T21:00:00Z', '2026-12-28T08:00:00.000Z', 'over Christmas and a weekend'],
    ['2026-12-28T08:00:00Z', '2026-12-28T08:00:00.000Z', 'now'],
  ])('from %s it is %s: %s', (from, opens) => {
    const office: LocalHours = { from: '09:00', to: '17:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] };
    const isClosedOn: IsClosedOn = (date) => date === '2026-12-25';
    expect(new Date(nextOpenInstant([office], STOCKHOLM, at(from), isClosedOn)!).toISOString()).toBe(opens);
  });

  it('is never, when every date of 14 days is closed', () => {
    const isClosedOn: IsClosedOn = (date) => date < '2026-12-16';
    const noon = [{ from: '12:00', to: '13:00' }];
    expect(nextOpenInstant(noon, 'UTC', at('2026-12-01T00:00:00Z'), isClosedOn)).toBeUndefined();
    expect(nextOpenInstant(noon, 'UTC', at('2026-12-02T12:00:00Z'), isClosedOn)).toBe(
      at('2026-12-16T12:00:00Z'),
    );
  });

  it('is open, with nothing open before it', () => {
    const many = fc.array(localHours, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(many, place, minutesAway, closedDays, (hours, [zone, near], away, days) => {
        const [instant, isClosedOn] = [at(near) + away * MINUTE, closedOn(days)];
        const opens = nextOpenInstant(hours, zone, instant, isClosedOn);
        if (opens !== undefined) expect(isOpenAt(hours, zone, opens, isClosedOn)).toBe(true);
        const end = Math.min(opens ?? Infinity, instant + 3 * 24 * HOUR);
        for (let t = instant; t < end; t += MINUTE) expect(isOpenAt(hours, zone, t, isClosedOn)).toBe(false);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

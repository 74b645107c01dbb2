import { describe, expect, it } from 'vitest';
import { fromWallClock, nextWallClock, toClockText } from './wall-clock.ts';

const STOCKHOLM = 'Europe/Stockholm';
const at = (text: string): number => Date.parse(text);

describe('what clocks show', () => {
  it.each([
    ['2026-03-29T00:59:59Z', STOCKHOLM, 'Sun 2026-03-29 01:59:59+01:00'],
    ['2026-03-29T01:00:00Z', STOCKHOLM, 'Sun 2026-03-29 03:00:00+02:00'],
    ['2026-10-25T00:30:00Z', STOCKHOLM, 'Sun 2026-10-25 02:30:00+02:00'],
    ['2026-10-25T01:30:00Z', STOCKHOLM, 'Sun 2026-10-25 02:30:00+01:00'],
    ['2026-11-01T05:30:00.250Z', 'America/New_York', 'Sun 2026-11-01 01:30:00.250-04:00'],
  ])('at %s in %s is %s', (instant, zone, text) => {
    expect(toClockText(at(instant), zone)).toBe(text);
  });
});

describe('a time on the clocks of a place', () => {
  it.each([
    ['2026-07-01T09:00', '2026-07-01T07:00:00Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ])('%s is the first instant at which they show it', (text, instant) => {
    expect(fromWallClock(text, STOCKHOLM)).toBe(at(instant));
  });

  it.each(['2026-03-29T02:30', '2026-02-30T10:00', 'noon'])('%s never comes', (text) => {
    expect(fromWallClock(text, STOCKHOLM)).toBeUndefined();
  });
});

describe('the next time of the day', () => {
  it.each([
    ['09:00', '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z', 'now'],
    ['09:00', '2026-11-23T08:00:01Z', '2026-11-24T08:00:00Z', 'tomorrow'],
    ['mon 09:00', '2026-11-23T09:00:00Z', '2026-11-30T08:00:00Z', 'in a week'],
    ['02:30', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z', 'not on the day that skips it'],
    ['sun 02:30', '2026-03-28T12:00:00Z', '2026-04-05T00:30:00Z', 'a week later where it is skipped'],
    ['02:30', '2026-10-25T00:30:01Z', '2026-10-25T01:30:00Z', 'the second time on the day that has it twice'],
  ])('%s after %s is %s: %s', (text, after, instant) => {
    expect(nextWallClock(text, STOCKHOLM, at(after))).toBe(at(instant));
  });
});

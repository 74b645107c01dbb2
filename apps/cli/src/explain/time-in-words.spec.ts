import { describe, expect, it } from 'vitest';
import { clockOf, dayAndClockOf, durationInWords, elapsedInWords } from './time-in-words.ts';

describe('times in words', () => {
  it.each([
    ['PT10S', '10 seconds'],
    ['PT1M', '1 minute'],
    ['P2DT3H', '2 days 3 hours'],
    ['P1W', 'P1W'],
    ['P', 'P'],
    ['', ''],
  ])('says %s as %s', (iso, words) => {
    expect(durationInWords(iso)).toBe(words);
  });

  it.each([
    [0, '0.0 s'],
    [12_540, '12.5 s'],
    [250_000, '4 min 10 s'],
    [3_600_000, '1 h'],
    [7_380_000, '2 h 3 min'],
    [273_600_000, '3 d 4 h'],
  ])('says %i ms as %s', (ms, words) => {
    expect(elapsedInWords(ms)).toBe(words);
  });

  it('shows instants in UTC, whatever their offset', () => {
    expect(clockOf('2026-11-22T10:00:01.5+01:00')).toBe('09:00:01.500');
    expect(dayAndClockOf('2026-11-22T00:30:00+01:00')).toBe('2026-11-21 23:30:00');
  });
});

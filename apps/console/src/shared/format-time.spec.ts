import { describe, expect, it } from 'vitest';
import { clockOf, durationOf, shortOf, spanOf } from './format-time.ts';

const AT = new Date(2026, 10, 22, 9, 30, 12, 250);

describe('an instant', () => {
  it('in a timeline is told to the millisecond', () => {
    expect(clockOf(AT)).toBe('09:30:12.250');
  });

  it('leaves out what is the same as now', () => {
    expect(shortOf(AT, new Date(2026, 10, 22, 23))).toBe('09:30:12');
    expect(shortOf(AT, new Date(2026, 10, 23))).toBe('22 Nov, 09:30');
    expect(shortOf(AT, new Date(2027, 0, 1))).toContain('2026');
  });
});

describe('a span', () => {
  const [start, end] = [new Date('2026-12-04T08:00:00Z'), new Date('2026-12-04T08:30:00Z')];

  it('names its day once, by the clocks that it goes by', () => {
    expect(spanOf(start, end, 'Europe/Stockholm').replaceAll(/\s/g, ' ')).toMatch(
      /^4 Dec 2026, 09:00 ?– ?09:30$/,
    );
  });

  it('is told also where nobody knows its clocks, or its end', () => {
    expect(spanOf(start, end, 'Nowhere/Else')).toContain('4 Dec 2026');
    expect(spanOf(start, new Date(Number.NaN))).toContain('Invalid Date');
  });
});

it.each([
  [850, '850 ms'],
  [12_345, '12.3 s'],
  [245_000, '4 min 5 s'],
  [7_260_000, '2 h 1 min'],
])('%i ms are %s', (ms, words) => {
  expect(durationOf(ms)).toBe(words);
});

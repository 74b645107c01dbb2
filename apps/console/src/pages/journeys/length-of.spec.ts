import { expect, it } from 'vitest';
import { lengthOf } from './length-of.ts';

it.each([
  [0, '0 s'],
  [999, '0 s'],
  [15 * 60_000, '15 min'],
  [90_000, '1 min 30 s'],
  [26 * 3_600_000, '1 d 2 h'],
  [86_400_000 + 60_000, '1 d'],
])('%i ms are told as %s', (ms, text) => {
  expect(lengthOf(ms)).toBe(text);
});

import { expect, test } from 'vitest';
import { median, quantile } from './quantiles.ts';

test('a quantile is the value at its rank, in any order of the values', () => {
  const values = Array.from({ length: 100 }, (_, n) => 100 - n);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1)]).toEqual([50, 99, 100]);
});

test('the median of two values is the lower one, and there is none of nothing', () => {
  expect(median([3, 1])).toBe(1);
  expect(median([])).toBeNaN();
});

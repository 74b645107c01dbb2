import { expect, it } from 'vitest';
import { countSegments } from './segments.ts';

it.each([
  ['160 letters fit one segment', 'a'.repeat(160), 1],
  ['161 letters take two', 'a'.repeat(161), 2],
  ['a euro sign takes two septets', '€'.repeat(80), 1],
  ['a pair of septets is not split, so 153 euro signs take three', '€'.repeat(153), 3],
  ['70 Cyrillic letters fit one segment', 'ж'.repeat(70), 1],
  ['a surrogate pair is not split', 'ж'.repeat(66) + '😀'.repeat(34), 3],
  ['small ç is outside the alphabet', 'ç'.repeat(71), 2],
])('%s', (_name, text, segments) => {
  expect(countSegments(text)).toBe(segments);
});

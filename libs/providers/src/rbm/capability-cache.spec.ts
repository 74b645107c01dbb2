import { expect, it } from 'vitest';
import { CapabilityCache } from './capability-cache.ts';

const MINUTE = 60_000;

it('knows what a phone can show for hours, and that it has no RCS for minutes', () => {
  let now = 0;
  const cache = new CapabilityCache(10, () => now);
  const features = new Set(['ACTION_DIAL']);
  cache.keep('a', features);
  cache.keep('b', undefined);
  now = 14 * MINUTE;
  expect(cache.find('a')?.capabilities).toBe(features);
  expect(cache.find('b')).toMatchObject({ capabilities: undefined });
  now = 16 * MINUTE;
  expect(cache.find('b')).toBeUndefined();
  now = 361 * MINUTE;
  expect(cache.find('a')).toBeUndefined();
});

it('forgets what it is told to, and the oldest when it is full', () => {
  const cache = new CapabilityCache(2);
  cache.keep('a', undefined);
  cache.keep('b', undefined);
  cache.keep('a', new Set());
  cache.keep('c', undefined);
  expect(['a', 'b', 'c'].map((phone) => cache.find(phone) !== undefined)).toEqual([true, false, true]);
  cache.forget('a');
  expect(cache.find('a')).toBeUndefined();
});

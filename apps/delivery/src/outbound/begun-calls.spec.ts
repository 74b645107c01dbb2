import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BegunCalls } from './begun-calls.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const call = (messageId: string) => ({ messageId, recipient: 'ada', calledAt: new Date(0) });

it('hands out what is old enough, once and in order', () => {
  const begun = new BegunCalls();
  begun.note(call('a'));
  begun.note(call('b'));
  vi.advanceTimersByTime(3_000);
  begun.note(call('c'));
  vi.advanceTimersByTime(2_000);
  expect(begun.takeOlderThan(5_000).map(({ messageId }) => messageId)).toEqual(['a', 'b']);
  expect(begun.takeOlderThan(5_000)).toEqual([]);
  vi.advanceTimersByTime(3_000);
  expect(begun.takeOlderThan(5_000).map(({ messageId }) => messageId)).toEqual(['c']);
});

it('keeps a part only when nobody comes to look', () => {
  const begun = new BegunCalls();
  for (let n = 0; n < 20_010; n += 1) begun.note(call(String(n)));
  vi.advanceTimersByTime(1);
  expect(begun.takeOlderThan(0)).toHaveLength(20_000);
});

import { expect, it } from 'vitest';
import { showArrival, type Held } from './collapse.ts';
import type { Arrival } from './phone.ts';

function push(text: string, collapseKey?: string, provider = 'fcm'): Arrival {
  return {
    channel: 'push',
    provider,
    messageId: text,
    text,
    receivedAt: '2026-11-22T09:00:00.000Z',
    collapseKey,
  };
}

function shown(arrivals: readonly Arrival[], limit = 10): readonly Held[] {
  return arrivals.reduce<readonly Held[]>(
    (held, arrival, n) => showArrival(held, arrival, `id-${n}`, limit),
    [],
  );
}

it('shows one message per collapse key, the newest, under the id of the first', () => {
  const held = shown([push('first', 'k'), push('other'), push('second', 'k')]);
  expect(held.map(({ id, arrival }) => [id, arrival.text])).toEqual([
    ['id-1', 'other'],
    ['id-0', 'second'],
  ]);
});

it('shows a replaced message as unopened again', () => {
  const opened = shown([push('first', 'k')]).map((held) => ({
    ...held,
    openedAt: '2026-11-22T09:01:00.000Z',
  }));
  expect(showArrival(opened, push('second', 'k'), 'new', 10)[0]).not.toHaveProperty('openedAt');
});

it('keeps messages apart that have no key, or one of another provider', () => {
  expect(shown([push('a'), push('b'), push('c', 'k'), push('d', 'k', 'sim')])).toHaveLength(4);
});

it('drops the oldest beyond the limit', () => {
  expect(shown([push('a'), push('b'), push('c')], 2).map((held) => held.arrival.text)).toEqual(['b', 'c']);
});

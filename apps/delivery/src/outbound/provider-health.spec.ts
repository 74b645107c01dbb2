import type { HandOverResult } from '@hermod/providers';
import { expect, it } from 'vitest';
import { ProviderHealth } from './provider-health.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const ACCEPTED: HandOverResult = { outcome: 'accepted' };
const LOST: HandOverResult = { outcome: 'unknown', code: 'PROVIDER_TIMEOUT', reason: 'no answer' };
const REFUSED: HandOverResult = { outcome: 'refused', code: 'PROVIDER_REFUSED', reason: '21610' };

const after = (...results: readonly HandOverResult[]): ProviderHealth => {
  const health = new ProviderHealth();
  for (const result of results) health.note(result, NOW);
  return health;
};

it('a provider that was not called is idle', () => {
  expect(after().view(NOW)).toEqual({ state: 'idle', calls: 0, failed: 0 });
});

it('a refusal of a message is no failure of the provider; one of our account is', () => {
  expect(after(REFUSED).view(NOW)).toMatchObject({ state: 'ok', failed: 0 });
  const expired: HandOverResult = { ...REFUSED, code: 'PROVIDER_CREDENTIALS' };
  expect(after(expired).view(NOW)).toMatchObject({ state: 'failing' });
});

it('it is failing when half of its calls failed, and tells the latest', () => {
  expect(after(ACCEPTED, ACCEPTED, LOST).view(NOW)).toMatchObject({ state: 'ok', calls: 3, failed: 1 });
  expect(after(ACCEPTED, LOST).view(NOW)).toEqual({
    state: 'failing',
    calls: 2,
    failed: 1,
    lastFailure: { at: '2026-11-23T09:00:00.000Z', code: 'PROVIDER_TIMEOUT' },
  });
});

it('what is older than a minute, or more than a hundred calls ago, is forgotten', () => {
  expect(after(LOST).view(NOW + 60_000)).toMatchObject({ state: 'idle' });
  const times = (count: number, result: HandOverResult): HandOverResult[] =>
    Array.from({ length: count }, () => result);
  const recovered = after(...times(60, LOST), ...times(100, ACCEPTED));
  expect(recovered.view(NOW)).toEqual({ state: 'ok', calls: 100, failed: 0 });
});

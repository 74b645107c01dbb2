import type { Provider } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../storage/attempts.ts';
import { mayMoveOn, nextProvider } from './next-provider.ts';

const attempt = (provider: string, about: Partial<Attempt>): Attempt =>
  ({ provider, state: 'failed', trouble: null, reason: null, ...about }) as unknown as Attempt;
const UNABLE = { reason: 'PROVIDER_CHANNEL_UNSUPPORTED: no RCS' };
const eligible = ['a', 'b', 'c'].map((id) => ({ id }) as unknown as Provider);
const next = (...own: readonly Attempt[]): string | undefined => nextProvider(own, eligible)?.id;

describe('another provider is tried', () => {
  it.each<[string, Partial<Attempt>, boolean]>([
    ['can not reach the contact point', { trouble: 'unusable' }, true],
    ['does not serve the channel there', UNABLE, true],
    ['calls the contact point dead', { trouble: 'dead', reason: 'PROVIDER_REFUSED: gone' }, false],
    ['refuses the message', { reason: 'PROVIDER_REFUSED: 21211' }, false],
    ['may have sent it', { ...UNABLE, state: 'unknown' }, false],
  ])('after one that %s: %#', (_, about, moves) => {
    expect(mayMoveOn(attempt('a', about))).toBe(moves);
  });

  it('in the order of the configuration, and in turn after what is safe to retry', () => {
    expect(next()).toBe('a');
    expect(next(attempt('a', { state: 'retry' }))).toBe('b');
    expect(next(attempt('a', { state: 'retry' }), attempt('b', { state: 'retry' }))).toBe('c');
  });

  it('and never one that has said that it can not reach the contact point', () => {
    expect(next(attempt('a', UNABLE))).toBe('b');
    expect(next(attempt('a', UNABLE), attempt('b', { state: 'retry' }))).toBe('c');
    expect(next(attempt('a', UNABLE), attempt('b', UNABLE), attempt('c', { state: 'retry' }))).toBe('c');
    expect(next(attempt('a', UNABLE), attempt('b', UNABLE), attempt('c', UNABLE))).toBeUndefined();
  });
});

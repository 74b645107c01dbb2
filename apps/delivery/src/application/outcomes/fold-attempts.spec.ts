import * as fc from 'fast-check';
import type { Purpose } from '@hermod/contracts';
import type { Provider, ProviderClass } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptState } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { type Folded, foldAttempts } from './fold-attempts.ts';

const NOW = new Date('2026-11-22T09:01:00Z');
const KEY_LIFE_MS = 86_400_000;
const LOOK_UP_AFTER_MS = 1_500;
const CLASSES: readonly ProviderClass[] = ['idempotent', 'look-up', 'repeatable', 'at-most-once'];

const providerOf = (id: string): Provider | undefined =>
  CLASSES.includes(id as ProviderClass)
    ? ({
        id,
        class: id,
        keyLifeMs: KEY_LIFE_MS,
        lookUpAfterMs: LOOK_UP_AFTER_MS,
        timeoutMs: 1_000,
      } as unknown as Provider)
    : undefined;

const message = (about: { purpose?: Purpose; withdrawn?: boolean } = {}): Message =>
  ({ purpose: 'transactional', withdrawn: false, ...about }) as unknown as Message;

function attempt(state: AttemptState, about: Partial<Attempt> & { secondsAgo?: number } = {}): Attempt {
  const { secondsAgo = 1, ...more } = about;
  return {
    id: `${more.contactPoint ?? 'a'}-${more.n ?? 0}`,
    contactPoint: 'a',
    provider: 'at-most-once',
    n: 0,
    resends: null,
    state,
    calledAt:
      state === 'uncalled' || state === 'started' ? null : new Date(NOW.getTime() - secondsAgo * 1_000),
    reason: state === 'accepted' ? null : state.toUpperCase(),
    ...more,
  } as unknown as Attempt;
}

const fold = (
  attempts: readonly Attempt[],
  about: Parameters<typeof message>[0] = {},
  waits: readonly [string, number][] = [],
): Folded => foldAttempts(message(about), attempts, providerOf, new Map(waits), NOW);

describe('what a provider could not reach', () => {
  const unable = attempt('failed', { reason: 'PROVIDER_CHANNEL_UNSUPPORTED: no RCS' });
  const moving = (about: Parameters<typeof message>[0], other: Provider | undefined): Folded =>
    foldAttempts(message(about), [unable], providerOf, new Map(), NOW, () => other);

  it('is taken up again at once for the next provider, unless there is none or nobody wants it', () => {
    const other = providerOf('idempotent');
    expect(moving({}, other)).toEqual({ kind: 'again', inMs: 0, atLeastMs: 0, provider: 'idempotent' });
    const failed = { kind: 'ended', outcome: 'failed', reason: unable.reason };
    expect(moving({}, undefined)).toEqual(failed);
    expect(moving({ withdrawn: true }, other)).toEqual(failed);
  });
});

describe('a message', () => {
  it.each<[string, Attempt[], string]>([
    [
      'with a call under way is open',
      [attempt('accepted'), attempt('started', { contactPoint: 'b' })],
      'open',
    ],
    [
      'that one token took is accepted',
      [attempt('accepted'), attempt('failed', { contactPoint: 'b' })],
      'accepted',
    ],
    [
      'that one token took chases no throttled one',
      [attempt('accepted'), attempt('retry', { contactPoint: 'b' })],
      'accepted',
    ],
    [
      'that one token took goes to those that were not called yet',
      [attempt('accepted'), attempt('uncalled', { contactPoint: 'b' })],
      'again',
    ],
    [
      'whose repeat was refused may still be out',
      [attempt('unknown', { provider: 'repeatable', reason: 'REPEAT_REFUSED: PROVIDER_REFUSED: no' })],
      'unknown',
    ],
    ['that all refused has failed', [attempt('failed'), attempt('failed', { contactPoint: 'b' })], 'failed'],
    ['that may be out is unknown', [attempt('unknown'), attempt('failed', { contactPoint: 'b' })], 'unknown'],
    ['that was throttled is taken up again', [attempt('retry')], 'again'],
    ['that was not opened is taken up again', [attempt('uncalled')], 'again'],
    [
      'whose latest attempt was refused has failed',
      [attempt('retry'), attempt('failed', { n: 1 })],
      'failed',
    ],
    [
      'whose resend was accepted is accepted',
      [attempt('unknown'), attempt('accepted', { n: 1, resends: 'a-0' })],
      'accepted',
    ],
    [
      'whose resend was refused may still be out',
      [attempt('unknown'), attempt('failed', { n: 1, resends: 'a-0' })],
      'unknown',
    ],
    ['of a provider that is gone stays unknown', [attempt('unknown', { provider: 'gone' })], 'unknown'],
  ])('%s', (_, attempts, expected) => {
    const folded = fold(attempts);
    expect(folded.kind === 'ended' ? folded.outcome : folded.kind).toBe(expected);
  });

  it.each<[ProviderClass, Purpose, string]>([
    ['idempotent', 'transactional', 'again'],
    ['look-up', 'transactional', 'again'],
    ['repeatable', 'transactional', 'again'],
    ['at-most-once', 'transactional', 'ended'],
    ['at-most-once', 'marketing', 'ended'],
    ['at-most-once', 'critical', 'again'],
  ])('unknown at an %s provider, %s: %s', (provider, purpose, kind) => {
    expect(fold([attempt('unknown', { provider })], { purpose }).kind).toBe(kind);
  });

  it('is not repeated after the life of its key', () => {
    const secondsAgo = KEY_LIFE_MS / 1_000;
    expect(fold([attempt('unknown', { provider: 'idempotent', secondsAgo })])).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('is resent once at most', () => {
    const attempts = [attempt('unknown'), attempt('unknown', { n: 1, resends: 'a-0' })];
    expect(fold(attempts, { purpose: 'critical' })).toMatchObject({ kind: 'ended', outcome: 'unknown' });
  });

  it.each<[string, Attempt[], string]>([
    ['was turned away, is withdrawn', [attempt('retry')], 'withdrawn'],
    ['was not opened, is withdrawn', [attempt('uncalled')], 'withdrawn'],
    ['was taken, is accepted', [attempt('accepted')], 'accepted'],
    ['was refused, has failed', [attempt('failed')], 'failed'],
    ['may be out, is unknown', [attempt('unknown', { provider: 'idempotent' })], 'unknown'],
    [
      'was taken by one token, goes to no other',
      [attempt('accepted'), attempt('uncalled', { contactPoint: 'b' })],
      'accepted',
    ],
  ])('that was withdrawn and %s', (_, attempts, outcome) => {
    expect(fold(attempts, { withdrawn: true })).toMatchObject({ kind: 'ended', outcome });
  });
});

describe('the wait before the next try', () => {
  const waitOf = (attempts: readonly Attempt[], waits: readonly [string, number][] = []): number => {
    const folded = fold(attempts, { purpose: 'critical' }, waits);
    return folded.kind === 'again' ? folded.inMs : Number.NaN;
  };
  const throttled = (times: number): Attempt[] =>
    Array.from({ length: times }, (_, n) => attempt('retry', { n, id: `a-${n}` }));

  it('doubles with each throttled attempt, up to half a minute', () => {
    expect([1, 2, 3, 7, 50].map((times) => waitOf(throttled(times)))).toEqual([
      500, 1_000, 2_000, 30_000, 30_000,
    ]);
  });

  it('is what the provider asked for, when that is longer', () => {
    expect(waitOf(throttled(1), [['a-0', 9_000]])).toBe(9_000);
    expect(waitOf(throttled(5), [['a-4', 1_000]])).toBe(8_000);
    expect(waitOf([attempt('unknown', { provider: 'idempotent' })], [['a-0', 9_000]])).toBe(9_000);
  });

  it('is none for what was not opened', () => expect(waitOf([attempt('uncalled')])).toBe(0));
  it('is the delay of the look-up', () =>
    expect(waitOf([attempt('unknown', { provider: 'look-up' })])).toBe(LOOK_UP_AFTER_MS));
  it('is as long again as was waited already', () => {
    const waits = [0, 4, 3_600].map((secondsAgo) =>
      waitOf([attempt('unknown', { provider: 'repeatable', secondsAgo })]),
    );
    expect(waits).toEqual([500, 4_000, 30_000]);
  });
  it('leaves a receipt some time before a resend', () => expect(waitOf([attempt('unknown')])).toBe(3_000));
});

describe('whatever the attempts', () => {
  const state = fc.constantFrom<AttemptState>('uncalled', 'retry', 'unknown', 'accepted', 'failed');
  const attempts = fc
    .array(fc.record({ state, provider: fc.constantFrom(...CLASSES, 'gone') }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((drawn) =>
      drawn.map(({ state, provider }, n) => attempt(state, { provider, contactPoint: `c${n}` })),
    );
  const about = fc.record({
    purpose: fc.constantFrom<Purpose>('critical', 'transactional', 'marketing'),
    withdrawn: fc.boolean(),
  });

  it('the order in which closings come changes nothing', () => {
    const inTwoOrders = attempts.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(inTwoOrders, about, ([all, order], about) => {
        const standing = new Map(all.map((one) => [one.id, { ...one, state: 'started' as AttemptState }]));
        let folded = fold([...standing.values()], about);
        for (const closing of order) {
          expect(folded.kind).toBe('open');
          standing.set(closing.id, closing);
          folded = fold([...standing.values()], about);
        }
        expect(folded).toEqual(fold(all, about));
      }),
    );
  });

  it('accepted is what one of them was, when all were called, and nothing else', () => {
    fc.assert(
      fc.property(attempts, about, (all, about) => {
        const folded = fold(all, about);
        const isAccepted = folded.kind === 'ended' && folded.outcome === 'accepted';
        const isCalled = about.withdrawn || all.every(({ state }) => state !== 'uncalled');
        expect(isAccepted).toBe(isCalled && all.some(({ state }) => state === 'accepted'));
      }),
    );
  });

  it('what may be out is never told as failed or withdrawn', () => {
    fc.assert(
      fc.property(attempts, about, (all, about) => {
        fc.pre(all.some(({ state }) => state === 'unknown'));
        const folded = fold(all, about);
        if (folded.kind === 'ended') expect(['accepted', 'unknown']).toContain(folded.outcome);
      }),
    );
  });

  it('what was withdrawn is taken up again for a look-up only', () => {
    fc.assert(
      fc.property(attempts, about, (all, about) => {
        const folded = fold(all, { ...about, withdrawn: true });
        const canBeLookedUp = all.some(
          ({ state, provider }) => state === 'unknown' && provider === 'look-up',
        );
        const isAccepted = all.some(({ state }) => state === 'accepted');
        expect(folded.kind).toBe(canBeLookedUp && !isAccepted ? 'again' : 'ended');
        if (folded.kind === 'again') expect(folded.provider).toBe('look-up');
      }),
    );
  });
});

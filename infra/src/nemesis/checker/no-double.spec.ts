import { describe, expect, it } from 'vitest';
import type { ProviderCall } from '../evidence.ts';
import { at, callIn, callOf, evidenceOf, type World } from './evidence-of.ts';
import { noDouble } from './no-double.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  noDouble.check(evidenceOf(change)).breaches.map(({ words }) => words);

function callAgain(world: World, message: string, change: Partial<ProviderCall> = {}): void {
  world.calls.push({ ...callOf(message, callIn(world, message).provider, 4), ...change });
}

describe('nothing is doubled', () => {
  it('when each message was accepted once for an address', () => {
    expect(noDouble.check(evidenceOf())).toEqual({ tested: 4, breaches: [] });
  });

  it.each(['bo-push', 'di-push'])(
    'but by a second acceptance of an idempotent or look-up provider: %s',
    (message) => {
      const words = wordsOf((world) => callAgain(world, message));
      expect(words).toEqual([expect.stringMatching(/^message \S+ was accepted 2 times by sim-/)]);
    },
  );

  it('even if the provider had lied about the first', () => {
    const lied = (world: World): void => {
      callAgain(world, 'bo-push');
      callIn(world, 'bo-push').outcome = 'errorAfterAccept';
    };
    expect(wordsOf(lied)).toHaveLength(1);
  });

  it('by a repeat that the provider took for one', () => {
    expect(
      wordsOf((world) => callAgain(world, 'bo-push', { acceptedAt: undefined, outcome: 'repeated' })),
    ).toEqual([]);
  });

  it('by the same push to another device', () => {
    expect(wordsOf((world) => callAgain(world, 'bo-push', { to: 'another' }))).toEqual([]);
  });

  it('but when a repeatable provider is called again for nothing', () => {
    expect(wordsOf((world) => callAgain(world, 'ada-push'))).toEqual([
      'message ada-push was repeated 1 times by fcm without a reason',
    ]);
  });

  it.each<[string, (world: World) => void]>([
    ['reset', (world) => (callIn(world, 'ada-push').outcome = 'resetAfterAccept')],
    ['silent', (world) => (callIn(world, 'ada-push').respondedAt = undefined)],
    ['too slow', (world) => (callIn(world, 'ada-push').respondedAt = at(7.2))],
    [
      'open at a kill',
      (world) => void world.faults.push({ kind: 'kill', target: 'delivery-1', from: at(0.7), until: at(2) }),
    ],
    [
      'open while the database was away',
      (world) =>
        void world.faults.push({ kind: 'pause-database', target: 'database', from: at(0.7), until: at(2) }),
    ],
  ])('when a repeatable provider is called again after a call that was %s', (_what, reason) => {
    const repeated = (world: World): void => {
      callAgain(world, 'ada-push');
      reason(world);
    };
    expect(wordsOf(repeated)).toEqual([]);
  });

  it('but when somebody else was killed', () => {
    const repeated = (world: World): void => {
      callAgain(world, 'ada-push');
      world.faults.push({ kind: 'kill', target: 'routing-1', from: at(0.7), until: at(2) });
    };
    expect(wordsOf(repeated)).toHaveLength(1);
  });

  it('but when one of two repeats has no reason', () => {
    const repeated = (world: World): void => {
      callAgain(world, 'ada-push');
      callAgain(world, 'ada-push', { receivedAt: at(5) });
      callIn(world, 'ada-push').outcome = 'errorAfterAccept';
    };
    expect(wordsOf(repeated)).toEqual(['message ada-push was repeated 1 times by fcm without a reason']);
  });
});

import { describe, expect, it } from 'vitest';
import { at, attemptIn, callIn, callOf, evidenceOf, type World } from './evidence-of.ts';
import { noInvention } from './no-invention.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  noInvention.check(evidenceOf(change)).breaches.map(({ words }) => words);

/** The attempt of a push is started again 5 s later, under its own row. */
function startAgain(world: World, message: string): void {
  Object.assign(attemptIn(world, message), { startedAt: at(5.5), closedAt: at(5.9) });
}

describe('nothing is invented', () => {
  it('when each call follows its attempt, and each message its request', () => {
    expect(wordsOf()).toEqual([]);
    expect(noInvention.check(evidenceOf()).tested).toBe(7 + 7);
  });

  it.each<[string, (world: World) => void, string]>([
    [
      'a call about nothing of ours',
      (world) => (callIn(world, 'bo-push').message = undefined),
      'sim-key accepted a call with no message of ours',
    ],
    [
      'a call without an attempt',
      (world) => world.attempts.splice(world.attempts.indexOf(attemptIn(world, 'bo-push')), 1),
      'sim-key accepted message bo-push, which has no attempt there',
    ],
    [
      'a call to another provider than the attempt’s',
      (world) => (attemptIn(world, 'bo-push').provider = 'fcm'),
      'sim-key accepted message bo-push, which has no attempt there',
    ],
    [
      'an attempt that was written after its call',
      (world) => (attemptIn(world, 'ada-sms').startedAt = at(5.7)),
      'twilio got message ada-sms 100 ms before its attempt was written',
    ],
    [
      'an attempt that was written after its call, of which nothing asked for a repeat',
      (world) => startAgain(world, 'bo-push'),
      'sim-key got message bo-push 4900 ms before its attempt was written',
    ],
    [
      'a message that its run doesn’t know',
      (world) => world.runs.get('run-bo')!.messages.splice(0),
      'delivery has message bo-push, for which its run never asked',
    ],
  ])('but by %s', (_what, change, words) => {
    expect(wordsOf(change)).toEqual([words]);
  });

  it('when an attempt of unknown outcome was started again after its first call', () => {
    const lied = (world: World): void => {
      startAgain(world, 'bo-push');
      callIn(world, 'bo-push').outcome = 'errorAfterAccept';
    };
    const killed = (world: World): void => {
      startAgain(world, 'bo-push');
      world.faults.push({ kind: 'kill', target: 'delivery-2', from: at(0.8), until: at(2) });
    };
    expect([...wordsOf(lied), ...wordsOf(killed)]).toEqual([]);
  });

  it('but when that is said of a provider that is called at most once', () => {
    const lied = (world: World): void => {
      Object.assign(attemptIn(world, 'ada-sms'), { startedAt: at(9), closedAt: at(9.4) });
      callIn(world, 'ada-sms').outcome = 'errorAfterAccept';
    };
    expect(wordsOf(lied)).toHaveLength(1);
  });

  it('by what a provider turned away without reading it', () => {
    const throttled = (world: World): void => {
      const call = { ...callOf('bo-push', 'sim-key', 0.55), message: undefined, acceptedAt: undefined };
      world.calls.push({ ...call, outcome: 'throttled' });
    };
    expect(wordsOf(throttled)).toEqual([]);
  });

  it('by consent’s own answers, which have no run', () => {
    expect(
      wordsOf((world) => {
        world.messages.get('bo-push')!.run = undefined;
        world.runs.get('run-bo')!.messages.splice(0);
      }),
    ).toEqual([]);
  });
});

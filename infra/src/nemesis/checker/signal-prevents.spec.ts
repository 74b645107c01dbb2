import { describe, expect, it } from 'vitest';
import { at, attemptIn, callIn, evidenceOf, TIMES, type World } from './evidence-of.ts';
import { signalPrevents } from './signal-prevents.ts';

const invariant = signalPrevents(TIMES);
const wordsOf = (change?: (world: World) => void): string[] =>
  invariant.check(evidenceOf(change)).breaches.map(({ words }) => words);

/** Ada's text opens at 5.55. */
const openAt = (world: World, seconds: number): void => {
  world.signals.push({ message: 'ada-push', signal: 'opened', answeredAt: at(seconds) });
};

describe('a signal prevents', () => {
  it('the next rung, and that was looked at', () => {
    expect(invariant.check(evidenceOf())).toEqual({ tested: 1, breaches: [] });
  });

  it('nothing that opens within 2 s', () => {
    const late = (world: World): void => openAt(world, 3.61);
    expect(wordsOf(late)).toEqual([]);
    expect(invariant.check(evidenceOf(late)).tested).toBe(2);
  });

  it('what opens 2 s later or more', () => {
    expect(wordsOf((world) => openAt(world, 3.55))).toEqual([
      'message ada-sms although ada-push was opened: attempt ada-sms-1 opened 0 ms too late',
      'message ada-sms although ada-push was opened: twilio got it 50 ms too late',
    ]);
  });

  it('also by what delivery has no row of', () => {
    expect(
      wordsOf((world) => {
        openAt(world, 3);
        world.attempts.splice(world.attempts.indexOf(attemptIn(world, 'ada-sms')), 1);
      }),
    ).toEqual(['message ada-sms although ada-push was opened: twilio got it 600 ms too late']);
  });

  it('nothing when it is weaker than what the rung waits for', () => {
    expect(
      wordsOf((world) => {
        world.signals.push({ message: 'ada-push', signal: 'delivered', answeredAt: at(1) });
        world.signals.push({ message: 'ada-push', signal: 'dismissed', answeredAt: at(1) });
      }),
    ).toEqual([]);
  });

  it('nothing of a `send`, whose messages go out together', () => {
    expect(
      wordsOf((world) => world.signals.push({ message: 'di-push', signal: 'opened', answeredAt: at(1) })),
    ).toEqual([]);
  });

  it('nothing of a later step', () => {
    expect(
      wordsOf((world) => {
        openAt(world, 3);
        world.runs.get('run-ada')!.messages[1]!.step = 'mail';
      }),
    ).toEqual([]);
  });

  it('a call that the provider turned away was no message', () => {
    expect(
      wordsOf((world) => {
        openAt(world, 3.6);
        Object.assign(callIn(world, 'ada-sms'), {
          acceptedAt: undefined,
          outcome: 'refused',
          receivedAt: at(8),
        });
      }),
    ).toEqual([]);
  });
});

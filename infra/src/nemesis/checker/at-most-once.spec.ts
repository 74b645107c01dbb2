import { describe, expect, it } from 'vitest';
import type { ProviderCall } from '../evidence.ts';
import { atMostOnce } from './at-most-once.ts';
import { at, attemptIn, callIn, callOf, evidenceOf, type World } from './evidence-of.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  atMostOnce.check(evidenceOf(change)).breaches.map(({ words }) => words);

function callAgain(world: World, change: Partial<ProviderCall> = {}): void {
  world.calls.push({ ...callOf('ada-sms', 'twilio', 9), ...change });
}

function resend(world: World): void {
  const first = attemptIn(world, 'ada-sms');
  first.state = 'unknown';
  callIn(world, 'ada-sms').outcome = 'errorAfterAccept';
  world.attempts.push({
    ...first,
    id: 'ada-sms-2',
    n: 1,
    resends: first.id,
    state: 'accepted',
    startedAt: at(8.9),
  });
  world.messages.get('ada-sms')!.purpose = 'critical';
  callAgain(world);
}

describe('at most once', () => {
  it('is kept by one call for each message, also where nobody knows what became of it', () => {
    expect(atMostOnce.check(evidenceOf())).toEqual({ tested: 3, breaches: [] });
  });

  it('is broken by a second one that was accepted', () => {
    expect(wordsOf((world) => callAgain(world))).toEqual([
      'message ada-sms may have been sent 2 times by twilio',
    ]);
  });

  it('is broken by a call after one of which nobody could know that it had failed', () => {
    const again = (world: World): void => {
      callAgain(world);
      Object.assign(callIn(world, 'ada-sms'), { acceptedAt: undefined, outcome: 'error' });
    };
    expect(wordsOf(again)).toHaveLength(1);
  });

  it('is kept by a call after one that was turned away for sure', () => {
    const again = (world: World): void => {
      callAgain(world);
      Object.assign(callIn(world, 'ada-sms'), { acceptedAt: undefined, outcome: 'throttled' });
    };
    expect(wordsOf(again)).toEqual([]);
  });

  it.each(['smpp', 'smtp'])('is kept by a call after an error where errors are honest: %s', (provider) => {
    const again = (world: World): void => {
      callAgain(world, { provider });
      Object.assign(callIn(world, 'ada-sms'), { provider, acceptedAt: undefined, outcome: 'error' });
    };
    expect(wordsOf(again)).toEqual([]);
  });

  it('allows one resend of what is critical, when the attempts are linked', () => {
    expect(wordsOf(resend)).toEqual([]);
  });

  it('is broken by a critical resend that isn’t linked', () => {
    const unlinked = (world: World): void => {
      resend(world);
      world.attempts.at(-1)!.resends = undefined;
    };
    expect(wordsOf(unlinked)).toEqual([
      'message ada-sms may have been sent 2 times by twilio, and no attempt says that it is a resend',
    ]);
  });

  it('is broken by a second resend', () => {
    const twice = (world: World): void => {
      resend(world);
      callAgain(world, { receivedAt: at(12) });
    };
    expect(wordsOf(twice)).toEqual([
      'message ada-sms may have been sent 3 times by twilio, which is more than critical allows',
    ]);
  });

  it('is broken by a resend of what isn’t critical', () => {
    const plain = (world: World): void => {
      resend(world);
      world.messages.get('ada-sms')!.purpose = 'transactional';
    };
    expect(wordsOf(plain)).toHaveLength(1);
  });
});

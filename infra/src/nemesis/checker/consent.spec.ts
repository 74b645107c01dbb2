import { describe, expect, it } from 'vitest';
import { consent } from './consent.ts';
import { addFact, callIn, callOf, evidenceOf, type World } from './evidence-of.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  consent.check(evidenceOf(change)).breaches.map(({ words }) => words);

const refusalOf = (message: string, request: number) =>
  ({ message, decision: 'refused', rule: 'suppressed', request }) as const;

const turnAway = (world: World, message: string): void => {
  Object.assign(callIn(world, message), { acceptedAt: undefined, outcome: 'throttled' });
};

describe('consent', () => {
  it('was given to all that was said, and that was looked at', () => {
    expect(consent.check(evidenceOf())).toEqual({ tested: 7, breaches: [] });
  });

  it.each(['refused', 'deferred'] as const)('is missing from what was accepted and is %s', (decision) => {
    expect(wordsOf((world) => (world.decisions.get('bo-push')!.decision = decision))).toEqual([
      `message bo-push was accepted, and consent says ${decision}`,
    ]);
  });

  it('is missing where nobody asked for it', () => {
    expect(wordsOf((world) => world.decisions.delete('bo-push'))).toEqual([
      'message bo-push was accepted, and consent says nothing',
    ]);
  });

  it('is missing from what was refused and called all the same', () => {
    const called = (world: World): void => {
      const call = { ...callOf('ed-sms', 'twilio', 1), acceptedAt: undefined };
      world.calls.push({ ...call, outcome: 'refused' });
    };
    expect(wordsOf(called)).toEqual(['message ed-sms was called, and consent says refused']);
  });

  it('may have been given for a while, in which the provider turned the message away', () => {
    expect(
      wordsOf((world) => {
        world.decisions.set('bo-push', refusalOf('bo-push', 1));
        turnAway(world, 'bo-push');
      }),
    ).toEqual([]);
  });

  it('is not given by a permission of the very request that consent says it has refused', () => {
    expect(
      wordsOf((world) => {
        world.decisions.set('bo-push', refusalOf('bo-push', 0));
        turnAway(world, 'bo-push');
      }),
    ).toEqual(['message bo-push was called, and consent says refused']);
  });

  it('may not be given after the call', () => {
    expect(
      wordsOf((world) => {
        world.calls.push({ ...callOf('ed-sms', 'twilio', 1), acceptedAt: undefined, outcome: 'throttled' });
        addFact(world, 'hermod.message-decided', 'ed', 2, { messageId: 'ed-sms', decision: 'permitted' });
      }),
    ).toHaveLength(1);
  });

  it('needs nobody else’s when it answers itself', () => {
    expect(
      wordsOf((world) => {
        world.messages.get('bo-push')!.run = undefined;
        world.decisions.delete('bo-push');
      }),
    ).toEqual([]);
  });
});

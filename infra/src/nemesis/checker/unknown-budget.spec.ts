import { describe, expect, it } from 'vitest';
import { at, attemptIn, callIn, callOf, evidenceOf, type World } from './evidence-of.ts';
import { unknownBudget } from './unknown-budget.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  unknownBudget.check(evidenceOf(change)).breaches.map(({ words }) => words);

function becomeUnknown(world: World): void {
  attemptIn(world, 'ada-sms').state = 'unknown';
  world.messages.get('ada-sms')!.status = 'unknown';
}

describe('unknowns', () => {
  it('have a reason, and are looked at with everything else of their providers', () => {
    expect(unknownBudget.check(evidenceOf())).toEqual({ tested: 3, breaches: [] });
  });

  it('are too many when nothing had happened', () => {
    expect(wordsOf(becomeUnknown)).toEqual([
      'attempt ada-sms-1 is unknown, and nothing had happened to its call',
    ]);
  });

  it('are too many when the kill was over before the call began', () => {
    const late = (world: World): void => {
      callIn(world, 'cy-sms').respondedAt = at(10.2);
      Object.assign(world.faults[0]!, { from: at(8), until: at(9.9) });
    };
    expect(wordsOf(late)).toHaveLength(1);
  });

  it.each<[string, (world: World) => void]>([
    ['an error that hid an acceptance', (world) => (callIn(world, 'ada-sms').outcome = 'errorAfterAccept')],
    ['an error that nobody can tell from that', (world) => (callIn(world, 'ada-sms').outcome = 'error')],
    ['a reset', (world) => (callIn(world, 'ada-sms').outcome = 'resetAfterAccept')],
    ['no answer', (world) => (callIn(world, 'ada-sms').respondedAt = undefined)],
    ['an answer after the time-out', (world) => (callIn(world, 'ada-sms').respondedAt = at(12.1))],
    [
      'a pause of delivery',
      (world) =>
        void world.faults.push({ kind: 'pause', target: 'delivery-2', from: at(5.6), until: at(14) }),
    ],
    [
      'a kill of the database',
      (world) =>
        void world.faults.push({ kind: 'kill-database', target: 'database', from: at(5.6), until: at(9) }),
    ],
  ])('are explained by %s', (_what, reason) => {
    const explained = (world: World): void => {
      becomeUnknown(world);
      reason(world);
    };
    expect(wordsOf(explained)).toEqual([]);
  });

  it('are explained by a kill between the commit and the call', () => {
    const uncalled = (world: World): void => {
      world.calls.splice(world.calls.indexOf(callIn(world, 'cy-sms')), 1);
    };
    expect(wordsOf(uncalled)).toEqual([]);
  });

  it('are not explained by what happened to the call of another attempt', () => {
    const resent = (world: World): void => {
      becomeUnknown(world);
      const first = attemptIn(world, 'ada-sms');
      world.attempts.push({
        ...first,
        id: 'ada-sms-2',
        n: 1,
        resends: first.id,
        startedAt: at(8),
        closedAt: at(9),
      });
      world.calls.push({ ...callOf('ada-sms', 'twilio', 8.1), outcome: 'resetAfterAccept' });
    };
    expect(wordsOf(resent)).toEqual(['attempt ada-sms-1 is unknown, and nothing had happened to its call']);
  });

  it('are told of messages only that have an attempt of that kind', () => {
    expect(wordsOf((world) => (world.messages.get('bo-push')!.status = 'unknown'))).toEqual([
      'message bo-push is unknown, and none of its attempts is',
    ]);
  });

  it.each([
    ['smpp', 0],
    ['twilio', 1],
  ])('are explained by the end of a connection that they shared: %s, too many: %i', (provider, tooMany) => {
    const shared = (world: World): void => {
      becomeUnknown(world);
      attemptIn(world, 'ada-sms').provider = provider;
      callIn(world, 'ada-sms').provider = provider;
      const other = callIn(world, 'cy-sms');
      Object.assign(other, { provider, receivedAt: at(5.7), outcome: 'resetAfterAccept' });
    };
    expect(wordsOf(shared)).toHaveLength(tooMany);
  });
});

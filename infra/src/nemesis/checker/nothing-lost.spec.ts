import { describe, expect, it } from 'vitest';
import { evidenceOf, messageIn, type World } from './evidence-of.ts';
import { nothingLost } from './nothing-lost.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  nothingLost.check(evidenceOf(change)).breaches.map(({ words }) => words);

describe('nothing is lost', () => {
  it('when every run and message has ended, and that was looked at', () => {
    expect(wordsOf()).toEqual([]);
    expect(nothingLost.check(evidenceOf()).tested).toBe(6 + 8);
  });

  it.each<[string, (world: World) => void, string]>([
    ['an event without a run', (world) => world.runs.delete('run-ed'), 'event event-ed: it has no run'],
    [
      'a run that goes on',
      (world) => Object.assign(world.runs.get('run-bo')!, { status: 'running', outcome: undefined }),
      'event event-bo: its run has not ended',
    ],
    [
      'a run without an outcome',
      (world) => (world.runs.get('run-bo')!.outcome = undefined),
      'event event-bo: its run has ended without an outcome',
    ],
    [
      'a request that consent never saw',
      (world) => world.decisions.delete('bo-push'),
      'message bo-push: consent never decided about it',
    ],
    [
      'a permission that delivery never saw',
      (world) => world.messages.delete('bo-push'),
      'message bo-push: it was permitted, and delivery never heard of it',
    ],
    [
      'a message that is still open',
      (world) => (world.messages.get('bo-push')!.status = 'open'),
      'message bo-push: delivery has it open',
    ],
    [
      'a message that was given back for good',
      (world) => (world.messages.get('bo-push')!.status = 'deferred'),
      'message bo-push: delivery gave it back, and nobody asked again',
    ],
    [
      'a message that was put off for good',
      (world) => putOff(world),
      'message ed-sms: it was deferred, and nobody asked again',
    ],
  ])('but by %s', (_what, change, words) => {
    expect(wordsOf(change)).toEqual([words]);
  });

  it('when what was put off is taken back, or expires', () => {
    const takenBack = (world: World): void => {
      putOff(world);
      messageIn(world, 'ed-sms').withdrawn = true;
    };
    const expired = (world: World): void => {
      putOff(world);
      messageIn(world, 'ed-sms').state = 'refused';
    };
    expect([...wordsOf(takenBack), ...wordsOf(expired)]).toEqual([]);
  });
});

function putOff(world: World): void {
  world.decisions.get('ed-sms')!.decision = 'deferred';
  messageIn(world, 'ed-sms').state = 'deferred';
}

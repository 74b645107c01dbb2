import { partitionOf } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { caughtUp } from './caught-up.ts';
import { at, attemptIn, evidenceOf, type World } from './evidence-of.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  caughtUp.check(evidenceOf(change)).breaches.map(({ words }) => words);

/** Somebody else whose partition is, or isn't, Ada's. */
const neighbour = (isSame: boolean): string =>
  Array.from({ length: 100 }, (_, n) => `neighbour-${n}`).find(
    (id) => (partitionOf(id, 6) === partitionOf('ada', 6)) === isSame,
  )!;

/** Ada's STOP was answered at 20 s and written down at 22.5 s. */
const openAt =
  (seconds: number, recipient: string) =>
  (world: World): void => {
    Object.assign(attemptIn(world, 'cy-sms'), {
      recipient,
      startedAt: at(seconds - 0.1),
      calledAt: at(seconds),
      closedAt: at(seconds + 0.1),
    });
  };

describe('while a STOP is unread by delivery', () => {
  it('nothing opens in its partition, and that was looked at', () => {
    expect(caughtUp.check(evidenceOf())).toEqual({ tested: 1, breaches: [] });
  });

  it('not even to somebody else', () => {
    expect(wordsOf(openAt(22.2, neighbour(true)))).toEqual([
      'attempt cy-sms-1 opened 200 ms too late for what delivery had read: a STOP of its partition was unread',
    ]);
    expect(wordsOf(openAt(22.2, neighbour(false)))).toEqual([]);
  });

  it('a view of less than two seconds is fresh', () => {
    expect(wordsOf(openAt(21.9, neighbour(true)))).toEqual([]);
  });

  it('what opens once it is written down is none of it', () => {
    expect(wordsOf(openAt(22.6, neighbour(true)))).toEqual([]);
  });

  it('a STOP that is never written down was unread to the end', () => {
    const lost = (world: World): void => {
      world.optOuts = [];
      openAt(29, neighbour(true))(world);
    };
    expect(wordsOf(lost)).toHaveLength(1);
  });

  it('what lifts a STOP does not write it down', () => {
    const lifted = (world: World): void => {
      world.optOuts.push({ recipient: 'ada', lifts: true, notedAt: at(20.1) });
      openAt(22.2, neighbour(true))(world);
    };
    expect(wordsOf(lifted)).toHaveLength(1);
  });

  it('a STOP that was read at once is no test', () => {
    const soon = evidenceOf((world) => {
      world.optOuts[0]!.notedAt = at(20.1);
    });
    expect(caughtUp.check(soon)).toEqual({ tested: 0, breaches: [] });
  });
});

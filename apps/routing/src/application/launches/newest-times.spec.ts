import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LastTimes } from '../../storage/recipient-activity.ts';
import { newestTimes } from './newest-times.ts';

type Told = readonly [name: string, at: number];

const told = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'constructor', '__proto__'), fc.nat(9)),
);

/** Tells one after the other, so many at a time. */
function afterAll(news: readonly Told[], atOnce: number, most: number): LastTimes {
  let kept: LastTimes = {};
  for (let from = 0; from < news.length; from += atOnce) {
    const batch = new Map<string, number>();
    for (const [name, at] of news.slice(from, from + atOnce))
      batch.set(name, Math.max(at, batch.get(name) ?? at));
    kept = newestTimes(kept, batch, most);
  }
  return kept;
}

describe('the last times', () => {
  it('are the same in any order, in any batches, and told twice', () => {
    fc.assert(
      fc.property(
        told,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(),
        (news, most, atOnce, seed) => {
          const shuffled = [...news, ...news].toSorted(
            (a, b) => hash(a, seed) - hash(b, seed) || news.indexOf(a) - news.indexOf(b),
          );
          expect(afterAll(shuffled, atOnce, most)).toEqual(afterAll(news, 1, most));
        },
      ),
    );
  });

  it('are those of the names that came last', () => {
    const kept = newestTimes({ old: 1, older: 0 }, new Map([['new', 5]]), 2);
    expect(kept).toEqual({ new: 5, old: 1 });
  });

  it('stay the very same when nothing is newer', () => {
    const kept = { a: 5 };
    expect(newestTimes(kept, new Map([['a', 5]]), 1)).toBe(kept);
    expect(newestTimes(kept, new Map([['a', 4]]), 1)).toBe(kept);
  });
});

const hash = ([name, at]: Told, seed: number): number => ((name.length * 31 + at) * (seed + 7)) % 101;

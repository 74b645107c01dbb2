import { describe, expect, it } from 'vitest';
import { checkAll, isBroken, untested } from './check.ts';
import { evidenceOf, TIMES } from './evidence-of.ts';
import { INVARIANT_NAMES, invariantsFor } from './invariants.ts';

describe('the invariants', () => {
  const invariants = invariantsFor(TIMES);

  it('have the names that planted bugs know, in that order', () => {
    expect(invariants.map(({ name }) => name)).toEqual(INVARIANT_NAMES);
  });

  it('all hold in a world where nothing went wrong but what may', () => {
    const checked = checkAll(evidenceOf(), invariants);
    expect(checked.filter(isBroken).flatMap(({ finding }) => finding.breaches)).toEqual([]);
  });

  it('are all put to the test by it', () => {
    expect(untested(checkAll(evidenceOf(), invariants))).toEqual([]);
  });

  it('that were never tested are told', () => {
    const checked = checkAll(
      evidenceOf((world) => {
        world.stops = [];
        world.signals = [];
      }),
      invariants,
    );
    expect(untested(checked)).toEqual(['after-stop', 'caught-up', 'signal-prevents']);
  });

  it('give the same findings whatever order the rows came in', () => {
    const reversed = evidenceOf((world) => {
      world.attempts.reverse();
      world.calls.reverse();
      world.receipts.reverse();
      world.runs = new Map([...world.runs].reverse());
    });
    const counts = (evidence: Parameters<typeof checkAll>[0]): number[][] =>
      checkAll(evidence, invariants).map(({ finding }) => [finding.tested, finding.breaches.length]);
    expect(counts(reversed)).toEqual(counts(evidenceOf()));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Life } from '../../test/life.ts';
import { anyHappenings, anyJourney } from '../../test/random.ts';
import { STEP_KINDS } from '../language/steps.ts';
import type { Stimulus } from './stimulus.ts';

/** Ten thousand journeys, each with what happens to it, in parts that a slow machine ends in time. */
const PARTS = [1, 2, 3, 4];
const OF_EACH = 2_500;
const ENOUGH_MS = 120_000;

describe('whatever happens to a run', { timeout: ENOUGH_MS }, () => {
  it.each(PARTS)(
    'every promise of the engine is kept (test/invariants.ts), and with time alone it ends (part %d)',
    (_part) => {
      fc.assert(
        fc.property(anyJourney, anyHappenings, (document, happenings) => {
          const life = Life.lived(document, happenings);
          life.paused = false;
          const from = life.now;
          for (let ticks = 0; life.run.status === 'running'; ticks += 1) {
            expect(ticks).toBeLessThan(200);
            life.wait().tell({ kind: 'tick' });
          }
          expect(life.run.endedAt).toBeLessThanOrEqual(Math.max(life.run.expiresAt, from));
        }),
        { numRuns: OF_EACH },
      );
    },
  );

  it('steps of every kind are come to, and left in every way', () => {
    const kinds = new Set<string>();
    const told = new Set<string>();
    const note = (document: object, life: Life): void => {
      for (const step of (document as { steps: object[] }).steps)
        for (const kind of Object.keys(STEP_KINDS)) if (kind in step) kinds.add(kind);
      for (const what of life.told) told.add(what);
    };
    fc.assert(
      fc.property(anyJourney, anyHappenings, (document, happenings) => {
        note(document, Life.lived(document, happenings));
      }),
      { numRuns: 1_000, seed: 1 },
    );
    expect([...kinds].toSorted()).toEqual(Object.keys(STEP_KINDS).toSorted());
    expect([...told]).toEqual(expect.arrayContaining(WAYS));
  });

  it('an acceptance and a signal of the same message lead to the same in either order', () => {
    const signal = fc.constantFrom('delivered', 'opened', 'read', 'clicked');
    let compared = 0;
    fc.assert(
      fc.property(
        anyJourney,
        anyHappenings,
        signal,
        fc.nat(60_000),
        (document, happenings, receipt, agoMs) => {
          const life = Life.lived(document, happenings);
          const why = { rule: 'chance', values: {} };
          const acceptedAt = life.now - agoMs;
          for (const { id: messageId, state, undelivered } of Object.values(life.run.messages)) {
            // Two reports that contradict each other: a send may be over with the first.
            if (state !== 'requested' || undelivered === true) continue;
            const accepted = {
              kind: 'attempted',
              messageId,
              request: 0,
              outcome: 'accepted',
              acceptedAt,
            } as const;
            const pair: Stimulus[] = [
              { ...accepted, answersWithdrawal: false, why },
              { kind: 'receipt', messageId, receipt, why },
            ];
            const [one, other] = [pair, pair.toReversed()].map((stimuli) =>
              stimuli.reduce((run, stimulus) => life.wouldTell(stimulus, run).run, life.run),
            );
            expect(one).toEqual(other);
            compared += 1;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('a stimulus that says nothing new changes nothing', () => {
    fc.assert(
      fc.property(anyJourney, anyHappenings, (document, happenings) => {
        const life = Life.lived(document, happenings);
        const settled = life.tell({ kind: 'tick' }).run;
        expect(life.tell({ kind: 'start' })).toEqual({ run: settled, effects: [] });
      }),
    );
  });
});

/** What a run's story may tell, but for receipts and the rarest of ways. */
const WAYS = (
  'started requested deferred refused accepted unknown failed expired withdrawn waiting happened timeout missing ' +
  'collecting collected reached exhausted sent next else limit ended'
)
  .split(' ')
  .concat(
    'answered',
    'answered (late)',
    'answered again',
    'yes',
    'other',
    'silent',
    'no signal',
    'one more',
    'arm 1',
    'arm 2',
    'arm 3',
    'delivered (late)',
  );

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOON } from '../../test/play.ts';
import { anyHappenings, anyJourney, type Happening } from '../../test/random.ts';
import { type CompiledJourney, compileJourney } from '../language/compile-journey.ts';
import { advance, type Advanced } from './advance.ts';
import type { Surroundings } from './draft.ts';
import { nextDue, type Run } from './run.ts';
import { newRun } from './start-run.ts';
import type { Stimulus } from './stimulus.ts';

const START = {
  id: 'e1',
  source: '/shop',
  type: 'com.shop.order.shipped',
  data: { orderId: 'A-1', total: 42 },
};
const SURROUNDINGS: Surroundings = deepFreeze({ start: START, recipient: { vip: false } });

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

/** Advances a run that nobody can change, and checks what holds for every step. */
function step(journey: CompiledJourney, run: Run, stimulus: Stimulus, now: number): Advanced {
  const advanced = advance(journey, deepFreeze(run), SURROUNDINGS, deepFreeze(stimulus), now);
  expect(advance(journey, run, SURROUNDINGS, stimulus, now)).toEqual(advanced);
  // Plain data: stored and loaded as it is.
  expect(JSON.parse(JSON.stringify(advanced.run))).toStrictEqual(advanced.run);
  const requests = advanced.effects.filter((effect) => effect.kind === 'request');
  for (const { messageId, request } of requests) {
    expect(advanced.run.messages[messageId]!.request).toBeGreaterThanOrEqual(request);
    const known = run.messages[messageId];
    if (known !== undefined) expect(request).toBeGreaterThan(known.request);
    expect(known?.withdrawn).not.toBe(true);
  }
  if (run.status === 'ended') {
    expect(requests).toEqual([]);
    expect(advanced.run).toMatchObject({
      status: 'ended',
      outcome: run.outcome,
      endedAt: run.endedAt,
      timers: {},
    });
  }
  if (advanced.run.status === 'running') {
    expect(advanced.run.position).toBeDefined();
    expect(nextDue(advanced.run)).toBeDefined();
  } else {
    expect(advanced.run.position).toBeUndefined();
    expect(nextDue(advanced.run)).toBeUndefined();
  }
  return advanced;
}

/** Lets everything happen, from the start on. */
function live(journey: CompiledJourney, happenings: readonly Happening[]): { run: Run; now: number } {
  let now = NOON;
  let { run } = step(journey, newRun(journey, 1, START, 'ada', now), { kind: 'start' }, now);
  for (const { afterMs, times, stimulusFor } of happenings) {
    now += afterMs;
    const stimulus = stimulusFor(run, now);
    for (let n = 0; n < times; n += 1) ({ run } = step(journey, run, stimulus, now));
  }
  return { run, now };
}

describe('whatever happens to a run', () => {
  it('the engine never throws, repeats itself, changes nothing it was given, and an end stays an end', () => {
    fc.assert(
      fc.property(anyJourney, anyHappenings, (document, happenings) => {
        live(compileJourney(document), happenings);
      }),
      { numRuns: 400 },
    );
  });

  it('it ends by itself when nothing more happens than that time passes', () => {
    fc.assert(
      fc.property(anyJourney, anyHappenings, (document, happenings) => {
        const journey = compileJourney(document);
        const lived = live(journey, happenings);
        let { run, now } = lived;
        for (let ticks = 0; run.status === 'running'; ticks += 1) {
          expect(ticks).toBeLessThan(100);
          now = Math.max(now, nextDue(run)!);
          ({ run } = step(journey, run, { kind: 'tick' }, now));
        }
        expect(run.endedAt).toBeLessThanOrEqual(Math.max(run.expiresAt, lived.now));
      }),
      { numRuns: 200 },
    );
  });

  it('an acceptance and a signal of the same message lead to the same in either order', () => {
    const signal = fc.constantFrom(
      'delivered' as const,
      'opened' as const,
      'read' as const,
      'clicked' as const,
    );
    let compared = 0;
    fc.assert(
      fc.property(
        anyJourney,
        anyHappenings,
        signal,
        fc.nat(60_000),
        (document, happenings, receipt, agoMs) => {
          const journey = compileJourney(document);
          const { run, now } = live(journey, happenings);
          const why = { rule: 'chance', values: {} };
          for (const { id, state } of Object.values(run.messages)) {
            if (state !== 'requested') continue;
            const pair: Stimulus[] = [
              {
                kind: 'attempted',
                messageId: id,
                request: 0,
                outcome: 'accepted',
                acceptedAt: now - agoMs,
                answersWithdrawal: false,
                why,
              },
              { kind: 'receipt', messageId: id, receipt, why },
            ];
            const [one, other] = [pair, pair.toReversed()].map((stimuli) =>
              stimuli.reduce((at, stimulus) => step(journey, at, stimulus, now).run, run),
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
        const journey = compileJourney(document);
        const { run, now } = live(journey, happenings);
        const settled = step(journey, run, { kind: 'tick' }, now).run;
        expect(step(journey, settled, { kind: 'start' }, now)).toEqual({ run: settled, effects: [] });
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END, HOUR, like, steps } from '../../../test/checked.ts';
import { wildDocument } from '../../../test/wild.ts';
import { nextStep, outcomesOf } from '../outcomes.ts';
import { check } from './check.ts';
import { findUnreached, findWayMistakes } from './find-way-mistakes.ts';
import { readShape } from './read-shape.ts';
import { type ReadPlace, readPlaces } from './sketch.ts';
import { stepGraph } from './step-graph.ts';

describe('ways', () => {
  const round = (visits: object, back: object): object =>
    steps(
      { id: 'a', ...HOUR, ...visits },
      { id: 'b', send: [{ sms: 'x' }], then: { sent: 'a', failed: 'done' } },
      END,
      {
        id: 'c',
        ...back,
      },
    );

  it.each<[string, object, unknown[]]>([
    [
      'with `visits` a round has an end',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'b', limit: 'done' } },
        { id: 'b', send: [{ sms: 'x' }], then: 'a' },
        END,
      ),
      [],
    ],
    [
      '`visits` on one round end no other',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'b', limit: 'done' } },
        { id: 'b', send: [{ sms: 'x' }], then: { sent: 'a', failed: 'c' } },
        { id: 'c', ...HOUR, then: 'b' },
        END,
      ),
      [like('error', 'steps[2].then', '`c` leads back to `b`: the run would go round without a limit')],
    ],
    [
      'the limit itself may not lead round',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'b', limit: 'b' } },
        { id: 'b', ...HOUR, then: 'a' },
      ),
      [like('error', 'steps[1].then', '`b` leads back to `a`: the run would go round without a limit')],
    ],
    [
      'a round in which nothing waits is none',
      steps(
        { id: 'a', set: { n: '1' }, visits: 3, then: { next: 'b', limit: 'done' } },
        { id: 'b', branch: [{ when: 'event.data.again', then: 'a' }], else: 'done' },
        END,
      ),
      [like('error', 'steps[1].branch[0].then', 'nothing on the way waits')],
    ],
    [
      'an instant that is missing waits for nothing',
      steps(
        {
          id: 'a',
          wait: { until: 'event.data.at' },
          visits: 3,
          then: { timeout: 'done', missing: 'a', limit: 'done' },
        },
        END,
      ),
      [like('error', 'steps[0].then.missing', 'nothing on the way waits')],
    ],
    [
      '`visits` where nothing leads back limit nothing',
      steps({ id: 'a', ...HOUR, visits: 3 }, END),
      [like('warning', 'steps[0].visits', 'limits nothing')],
    ],
    [
      'a step behind a limit that is never reached has no way to it',
      steps(
        { id: 'a', ...HOUR, visits: 3, then: { timeout: 'done', limit: 'b' } },
        { id: 'b', ...HOUR },
        END,
      ),
      [
        like('warning', 'steps[0].visits', 'limits nothing'),
        like('error', 'steps[1]', 'nothing leads to step `b`'),
      ],
    ],
    [
      'an arm that is never taken is no way',
      steps({ id: 'a', branch: [{ when: '1 == 1', then: 'done' }], else: 'b' }, { id: 'b', ...HOUR }, END),
      [
        like('warning', 'steps[0].branch[0].when', 'always holds'),
        like('warning', 'steps[1]', 'only an arm that is never taken leads to step `b`'),
      ],
    ],
    [
      'every round without an end is told, at its own place',
      round({}, { ...HOUR, then: 'c' }),
      [
        like('error', 'steps[1].then.sent', '`b` leads back to `a`'),
        like('error', 'steps[3].then', '`c` leads back to `c`'),
        like('error', 'steps[3]', 'nothing leads to step `c`'),
      ],
    ],
  ])('%s', (_what, document, findings) => {
    expect(check(document)).toEqual(findings);
  });

  it('a thousand steps in a row, and a thousand in a round, overflow nothing', () => {
    const list = Array.from({ length: 1_000 }, (_, n) => ({ id: `s${n}`, wait: { for: 'PT1S' } }));
    expect(check(steps(...list))).toEqual([]);
    const round = list.with(999, { id: 's999', wait: { for: 'PT1S' }, then: 's0' } as never);
    expect(check(steps(...round))).toEqual([like('error', 'steps[999].then', '`s999` leads back to `s0`')]);
  });

  it('a journey that can go round for ever is told, and none that ends where there is but one limit', () => {
    const counted = { endless: 0, ending: 0 };
    fc.assert(
      fc.property(wildDocument, (document) => {
        const { sketch } = readShape(document);
        const graph = stepGraph(sketch, new Set());
        if (findUnreached(graph).length > 0) return;
        const isSaid = findWayMistakes(graph).some(({ message }) => message.includes('without a limit'));
        counted[isSaid ? 'endless' : 'ending'] += 1;
        const places = readPlaces(sketch);
        // Of several limits one may keep the run from ever coming to another one's end, which no graph shows.
        const isExact = places.filter(({ step }) => 'visits' in step).length <= 1;
        if (isExact || !isSaid) expect(goesForEver(places)).toBe(isSaid);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(counted.endless, counted.ending)).toBeGreaterThan(50);
  });
});

/** Whether a run can come to a step twice with all its visits being what they were: by trying every way. */
function goesForEver(places: readonly ReadPlace[]): boolean {
  const steps = new Map(places.map((place) => [place.id, place]));
  const done = new Set<string>();
  const above = new Set<string>();
  const walk = (id: string, visits: Readonly<Record<string, number>>): boolean => {
    const state = JSON.stringify([id, visits]);
    if (above.has(state)) return true;
    if (done.has(state)) return false;
    above.add(state);
    const { step, following } = steps.get(id)!;
    const most = 'visits' in step ? step.visits : undefined;
    const visit = (Object.hasOwn(visits, id) ? visits[id]! : 0) + 1;
    const isOver = most !== undefined && visit > most;
    const after = most === undefined || isOver ? visits : { ...visits, [id]: visit };
    const found = outcomesOf(step)
      .filter((outcome) => (outcome === 'limit') === isOver)
      .map((outcome) => nextStep(step, outcome, following))
      .some((target) => target !== undefined && steps.has(target) && walk(target, after));
    above.delete(state);
    done.add(state);
    return found;
  };
  return walk(places[0]!.id, {});
}

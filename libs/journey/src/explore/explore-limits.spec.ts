import { describe, expect, it } from 'vitest';
import { compileJourney } from '../language/compile-journey.ts';
import { explore, exploreInPieces } from './explore.ts';

const PUSH = { push: 'a', until: 'opened', within: 'PT15M' };
const RCS = { rcs: 'b', until: 'read', within: 'PT2H' };
const SMS = { sms: 'c', until: 'delivered', within: 'PT10M' };
const compile = (steps: readonly object[]) =>
  compileJourney({ journey: 'any', purpose: 'marketing', start: { on: 'go' }, expires: 'P60D', steps });

describe('the limits of exploring', () => {
  it('within its budget it tells what was found, and that this is not all', () => {
    const steps = Array.from({ length: 20 }, (_, index) => ({ id: `s${index}`, escalate: [PUSH, RCS, SMS] }));
    const journey = compile(steps);
    const found = explore(journey, { maxStates: 100 });
    expect(found).toMatchObject({
      complete: false,
      deadSteps: [],
      mostMessages: { messages: expect.any(Number) },
    });
    expect(found.mostMessages.messages).toBeGreaterThan(3);
    expect(found.states).toBeLessThan(130);
  });

  it('a long path is shown with its middle left out', () => {
    const steps = Array.from({ length: 30 }, (_, index) => ({ id: `s${index}`, send: [{ sms: 'c' }] }));
    const journey = compile(steps);
    const { path } = explore(journey, { maxPathLines: 11 }).mostMessages;
    expect(path).toHaveLength(11);
    expect(path[5]!.what).toMatch(/^… \d+ more lines …$/);
  });

  it('it makes pauses, and stops when that is enough', () => {
    const steps = Array.from({ length: 40 }, (_, index) => ({ id: `s${index}`, escalate: [PUSH, SMS] }));
    let asked = 0;
    const exploring = exploreInPieces(compile(steps), { isEnough: () => (asked += 1) > 3 });
    let pauses = 0;
    let next = exploring.next();
    for (; next.done !== true; next = exploring.next()) pauses += 1;
    expect(pauses).toBeGreaterThan(3);
    expect(next.value).toMatchObject({ complete: false, journey: 'any' });
    expect(next.value.states).toBeLessThan(explore(compile(steps)).states);
  });

  it('the paths to a thousand ends are shown in part', () => {
    const arms = Array.from({ length: 20 }, (_, arm) => arm);
    const steps = Array.from({ length: 45 }, (_, index) => [
      {
        id: `b${index}`,
        branch: arms.map((arm) => ({ when: 'start.data.a', then: `e${index}-${arm}` })),
        else: `b${index + 1}`,
      },
      ...arms.map((arm) => ({ id: `e${index}-${arm}`, end: `e${index}-${arm}` })),
    ]).flat();
    const { complete, ends } = explore(compile([...steps, { id: 'b45', end: 'over' }]));
    expect(complete).toBe(true);
    expect(ends).toHaveLength(901);
    const last = ends.find(({ outcome }) => outcome === 'over')!;
    expect(last.path.length).toBeLessThan(20);
    expect(last.path.map(({ what }) => what)).toContain('… the middle is left out …');
    expect(last.path.at(-1)?.what).toBe('the run ends: over');
  });

  it.each([
    ['fifty steps of each kind', 50, 1_100],
    ['five hundred branches in a row', 500, 1_100],
  ])('equal states are taken once: %s', (_, count, most) => {
    const kinds = [
      { escalate: [PUSH, RCS, SMS] },
      { send: [{ push: 'a' }, { email: 'd' }] },
      { wait: { for: 'PT1H' } },
      { wait: { on: 'paid', within: 'P1D' } },
      { collect: { for: 'PT1H' } },
    ];
    const ids = Array.from({ length: count }, (__, index) => `s${index}`);
    const steps = ids.map((id, index) =>
      count > 50
        ? {
            id,
            branch: [{ when: 'start.data.a', then: ids[index + 2] ?? 'over' }],
            else: ids[index + 1] ?? 'over',
          }
        : { id, ...kinds[index % kinds.length] },
    );
    const found = explore(compile([...steps, { id: 'over', end: 'over' }]));
    expect(found.complete).toBe(true);
    expect(found.states).toBeLessThan(most);
  });
});

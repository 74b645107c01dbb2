import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOON } from '../../../test/play.ts';
import { anyJourney } from '../../../test/random.ts';
import { mutated, wildDocument } from '../../../test/wild.ts';
import { advance } from '../../engine/advance.ts';
import { nextDue, type Run } from '../../engine/run.ts';
import { newRun } from '../../engine/start-run.ts';
import type { Stimulus } from '../../engine/stimulus.ts';
import { type CompiledJourney, compileJourney, compilePublished } from '../compile-journey.ts';
import { check } from './check.ts';

const START = { id: 'e1', source: '/shop', type: 'com.shop.order.shipped', data: { total: 42 } };
const GO: Stimulus = { kind: 'event', event: { id: 'e2', source: '/shop', type: 'go' } };
const ENOUGH_MS = 60_000;

/** Whether a path leads to a part of a document, or to where a part is missing. */
function leadsSomewhere(document: unknown, path: string): boolean {
  if (path === 'journey') return true;
  let here = document;
  let rest = path;
  while (rest !== '') {
    const found = stepInto(here, rest);
    if (found === undefined) return /^(?:\[\d+\]|[^.[]+)$/.test(rest);
    ({ here, rest } = found);
  }
  return true;
}

function stepInto(here: unknown, rest: string): { here: unknown; rest: string } | undefined {
  if (typeof here !== 'object' || here === null) return undefined;
  const keys = Object.keys(here).map((key) => (Array.isArray(here) ? `[${key}]` : key));
  const fitting = keys.filter(
    (key) => rest === key || rest.startsWith(`${key}.`) || rest.startsWith(`${key}[`),
  );
  const [key] = fitting.toSorted((a, b) => b.length - a.length);
  if (key === undefined) return undefined;
  const part = (here as Record<string, unknown>)[key.replace(/^\[(\d+)\]$/, '$1')];
  return { here: part, rest: rest.slice(key.length).replace(/^\./, '') };
}

/** How many steps a run came to with a stimulus. */
function walked(
  journey: CompiledJourney,
  run: Run,
  stimulus: Stimulus,
  now: number,
): { run: Run; steps: number } {
  const surroundings = { start: START, recipient: { vip: true } };
  const advanced = advance(journey, run, surroundings, stimulus, now);
  const moves = advanced.effects.filter((effect) => effect.kind === 'tell');
  return { run: advanced.run, steps: moves.length };
}

describe('whatever stands in a document', { timeout: ENOUGH_MS }, () => {
  it.each([
    ['a journey', anyJourney],
    ['anything like one', wildDocument],
  ])('check answers, with paths that exist, where one part of %s is something else', (_what, documents) => {
    fc.assert(
      fc.property(mutated(documents), (document) => {
        for (const { field, message } of check(document)) {
          expect(message).not.toBe('');
          expect([field, leadsSomewhere(document, field)]).toEqual([field, true]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('what compiles is what has no error, and that can be run later, too', () => {
    fc.assert(
      fc.property(fc.oneof(wildDocument, mutated(wildDocument)), (document) => {
        const errors = check(document).filter(({ severity }) => severity === 'error');
        if (errors.length > 0) expect(() => compileJourney(document)).toThrow(errors[0]!.message);
        else expect(compilePublished(document).document).toEqual(compileJourney(document).document);
      }),
      { numRuns: 1_000 },
    );
  });

  it('a run of what can be run walks no further at once than there are steps, and comes to an end', () => {
    let lived = 0;
    fc.assert(
      fc.property(wildDocument, fc.array(fc.boolean(), { maxLength: 20 }), (document, goes) => {
        const journey = runnable(document);
        if (journey === undefined) return;
        lived += 1;
        // An event that came early lets one wait more pass at once.
        const most = 2 * (journey.steps.size + 2) * 2;
        let now = NOON;
        let { run, steps } = walked(journey, newRun(journey, 1, START, 'ada', now), { kind: 'start' }, now);
        expect(steps).toBeLessThanOrEqual(most);
        for (let ticks = 0; run.status === 'running'; ticks += 1) {
          expect(ticks).toBeLessThan(500);
          const stimulus = goes[ticks] ? GO : ({ kind: 'tick' } as const);
          if (stimulus.kind === 'tick') now = Math.max(now, nextDue(run)!);
          ({ run, steps } = walked(journey, run, stimulus, now));
          expect(steps).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(lived).toBeGreaterThan(100);
  });
});

function runnable(document: object): CompiledJourney | undefined {
  try {
    return compilePublished(document);
  } catch (error) {
    expect(error).toMatchObject({ code: 'JOURNEY_INVALID' });
    return undefined;
  }
}

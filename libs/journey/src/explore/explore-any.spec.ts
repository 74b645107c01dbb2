import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyJourney } from '../../test/random-journeys.ts';
import { compileJourney } from '../language/compile-journey.ts';
import type { PathLine } from './exploration.ts';
import { explore } from './explore.ts';

const DAY = 86_400_000;
/** Few journeys have more. */
const MOST_STATES = 2_000;

/** When messages were handed over on a path, as the engine tells it. */
const handOversOf = (path: readonly PathLine[], channel = ''): number[] =>
  path.flatMap(({ atMs, what }) =>
    / (perhaps )?handed over$/.test(what) && what.startsWith(channel) ? [atMs] : [],
  );
const endOf = (path: readonly PathLine[]): string | undefined => path.at(-1)?.what;

describe('whatever the journey', () => {
  it('each figure is what happens on its path when the engine plays it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyJourney, (document) => {
        const found = explore(compileJourney(document), { maxPathLines: 100_000, maxStates: MOST_STATES });
        expect(handOversOf(found.mostMessages.path)).toHaveLength(found.mostMessages.messages);
        const inDay = handOversOf(found.mostMessagesInDay.path);
        expect(inDay.filter((at) => at > inDay.at(-1)! - DAY)).toHaveLength(found.mostMessagesInDay.messages);
        for (const [channel, { messages, path }] of Object.entries(found.mostMessagesByChannel))
          expect(handOversOf(path, channel)).toHaveLength(messages);
        const last = found.longestToLastMessage;
        expect(handOversOf(last?.path ?? []).at(-1)).toBe(last?.ms);
        expect(found.longestToEnd.path.at(-1)?.atMs).toBe(found.longestToEnd.ms);
        for (const { outcome, path } of found.ends) expect(endOf(path)).toBe(`the run ends: ${outcome}`);
        for (const { visits, limit } of found.loops) expect(visits).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 80 },
    );
  });

  it('nothing leads back to a state, so every figure counts all of them', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyJourney, (document) => {
        const found = explore(compileJourney(document), { maxStates: MOST_STATES });
        expect(found.complete).toBe(found.states <= MOST_STATES);
        expect(found.longestToEnd.ms).toBeLessThanOrEqual(found.expiresMs);
        expect(found.longestToLastMessage?.ms ?? 0).toBeLessThan(found.expiresMs);
        expect(found.mostMessagesInDay.messages).toBeLessThanOrEqual(found.mostMessages.messages);
      }),
      { numRuns: 40 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyLife } from '../../test/every-life.ts';
import { compileJourney } from '../language/compile-journey.ts';
import { explore } from './explore.ts';

const length = fc.constantFrom('PT10M', 'PT5H', 'PT8H', 'PT23H', 'P1D', 'PT30H');
const rung = fc
  .tuple(fc.constantFrom({ push: 'a', until: 'opened' }, { sms: 'c', until: 'delivered' }), length)
  .map(([about, within]) => ({ ...about, within }));
const sent = fc.constantFrom({ push: 'a' }, { sms: 'c' }, { email: 'd' });

/** Steps by what they weigh: how many messages they may ask for. */
const body = fc.oneof(
  { weight: 3, arbitrary: fc.array(rung, { minLength: 1, maxLength: 2 }).map((escalate) => ({ escalate })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.array(sent, { minLength: 1, maxLength: 2 }),
        fc.option(fc.tuple(fc.constantFrom('any', 'all'), length), { nil: undefined }),
      )
      .map(([send, awaited]) =>
        awaited === undefined
          ? { send }
          : { send, await: awaited[0], until: 'delivered', within: awaited[1] },
      ),
  },
  {
    weight: 2,
    arbitrary: length.map((within) => ({
      ask: [{ sms: 'c', within }],
      replies: [
        { id: 'yes', text: 'Yes' },
        { id: 'no', text: 'No' },
      ],
    })),
  },
  { weight: 2, arbitrary: length.map((time) => ({ wait: { for: time } })) },
  { weight: 2, arbitrary: length.map((within) => ({ wait: { on: 'paid', within } })) },
  { weight: 2, arbitrary: fc.constant({ branch: [] }) },
);
const weightOf = (step: object): number =>
  'escalate' in step
    ? (step.escalate as object[]).length
    : 'send' in step
      ? (step.send as object[]).length
      : 'ask' in step
        ? 1
        : 0;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Journeys of up to three messages, some with a loop; each branch asks a field of its own. */
const smallJourney = fc
  .record({
    bodies: fc.array(fc.tuple(body, fc.nat(2)), { minLength: 1, maxLength: 4 }),
    back: fc.option(fc.nat(2), { nil: undefined }),
    expires: fc.constantFrom('P60D', 'P60D', 'P3D', 'P1D'),
  })
  // In a loop explore takes any arm on each visit, while data stay as they are.
  .filter(({ bodies, back }) => back === undefined || bodies.every(([step]) => !('branch' in step)))
  .filter(
    ({ bodies, back }) => sum(bodies.map(([step]) => weightOf(step))) * (back === undefined ? 1 : 2) <= 3,
  )
  .map(({ bodies, back, expires }) => ({
    journey: 'small',
    purpose: 'marketing',
    start: { on: 'go' },
    expires,
    steps: [
      ...bodies.map(([step, skip], index) => wired(step, index, skip, bodies.length, back)),
      { id: 's9', end: 'over' },
    ],
  }));

function wired(step: object, index: number, skip: number, count: number, back: number | undefined): object {
  const id = `s${index}`;
  const idOf = (place: number): string => (place < count ? `s${place}` : 's9');
  const [next, later] = [idOf(index + 1), idOf(index + 1 + skip)];
  if ('branch' in step) return { id, branch: [{ when: `start.data.c${index}`, then: later }], else: next };
  const first = 'escalate' in step ? 'reached' : 'send' in step ? 'sent' : 'ask' in step ? 'yes' : 'timeout';
  // The last one of them may lead back, once.
  if (back !== undefined && index === count - 1)
    return { id, visits: 2, ...step, then: { [first]: `s${Math.min(back, index)}`, limit: 's9' } };
  return { id, ...step, then: { [first]: later } };
}

function compiles(document: object): boolean {
  try {
    compileJourney(document);
    return true;
  } catch {
    return false;
  }
}

describe('exploring a small journey', () => {
  it('finds what living every life by force finds', { timeout: 60_000 }, () => {
    let compared = 0;
    fc.assert(
      fc.property(smallJourney.filter(compiles), (document) => {
        const journey = compileJourney(document);
        const shown = everyLife(journey);
        if (shown === undefined) return;
        const found = explore(journey);
        expect(found.complete).toBe(true);
        expect(found.mostMessages.messages).toBe(shown.inAll);
        expect(found.mostMessagesInDay.messages).toBe(shown.inDay);
        const byChannel = Object.entries(found.mostMessagesByChannel).map(([name, { messages }]) => [
          name,
          messages,
        ]);
        expect(Object.fromEntries(byChannel)).toEqual(Object.fromEntries(shown.channels));
        compared += 1;
        const dead = journey.document.steps.flatMap(({ id }) => (shown.entered.has(id) ? [] : [id]));
        expect(found.deadSteps).toEqual(dead);
        const times = [found.longestToLastMessage?.ms ?? -1, found.longestToEnd.ms];
        const ends = new Set(found.ends.map(({ outcome }) => outcome));
        if (!ends.has('expired')) {
          expect(ends).toEqual(shown.ends);
          expect(times).toEqual([shown.lastMessage, shown.lastEnd]);
          return;
        }
        // By force only the first and the last moment are tried, which the expiry may cut off; explore looks between them.
        expect([...shown.ends].filter((end) => !ends.has(end))).toEqual([]);
        expect(times[0]).toBeGreaterThanOrEqual(shown.lastMessage);
        expect(times[0]).toBeLessThan(found.expiresMs);
        expect(times[1]).toBe(found.expiresMs);
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(10);
  });
});

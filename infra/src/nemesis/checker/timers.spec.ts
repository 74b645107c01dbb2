import { describe, expect, it } from 'vitest';
import { addFact, at, attemptIn, evidenceOf, tell, TIMES, type World } from './evidence-of.ts';
import { timers } from './timers.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  timers(TIMES)
    .check(evidenceOf(change))
    .breaches.map(({ words }) => words);

const timelineOf = (
  world: World,
  recipient: string,
): World['runs'] extends Map<string, infer R> ? R : never => world.runs.get(`run-${recipient}`)!;

describe('a rung’s time', () => {
  it('passes in full and once, and that was looked at', () => {
    expect(timers(TIMES).check(evidenceOf())).toEqual({ tested: 1 + 1 + 7, breaches: [] });
  });

  it('counts from the acceptance by delivery’s clock', () => {
    // Accepted at 0.9, told at 1.0, up at 5.1.
    expect(wordsOf((world) => (attemptIn(world, 'ada-push').closedAt = at(1.1)))).toEqual([]);
    expect(wordsOf((world) => (attemptIn(world, 'ada-push').closedAt = at(1.101)))).toEqual([
      'message ada-push: its time was up 1 ms early',
    ]);
  });

  it('counts from the call where the outcome is unknown', () => {
    const unknown = (world: World): void => {
      Object.assign(attemptIn(world, 'ada-push'), { state: 'unknown', calledAt: at(1.1), closedAt: at(4) });
      for (const entry of timelineOf(world, 'ada').timeline) {
        if (entry.message === 'ada-push' && entry.what === 'accepted') entry.what = 'unknown';
        if (entry.what === 'unread') entry.what = 'no signal';
      }
    };
    expect(wordsOf(unknown)).toEqual([]);
    expect(
      wordsOf((world) => {
        unknown(world);
        attemptIn(world, 'ada-push').calledAt = at(1.2);
      }),
    ).toEqual(['message ada-push: its time was up 100 ms early']);
  });

  it('may not pass before anything is known of the hand-over', () => {
    expect(wordsOf((world) => timelineOf(world, 'ada').timeline.shift())).toEqual([
      'message ada-push: its time is up, and it had not begun',
    ]);
  });

  it('may not pass twice', () => {
    expect(wordsOf((world) => tell(world, 'ada', 5.2, 'unread', 'ada-push'))).toEqual([
      'message ada-push: its time was up twice',
    ]);
  });

  it('begins anew for what turns out accepted', () => {
    const anew = (world: World): void => {
      Object.assign(timelineOf(world, 'ada').timeline[0]!, { what: 'unknown' });
      Object.assign(timelineOf(world, 'ada').timeline[1]!, { what: 'no signal' });
      Object.assign(attemptIn(world, 'ada-push'), { closedAt: at(5.2) });
      tell(world, 'ada', 5.3, 'accepted', 'ada-push');
      tell(world, 'ada', 9.3, 'unread', 'ada-push');
    };
    expect(wordsOf(anew)).toEqual([]);
  });

  it('is known of every step that has one', () => {
    const broken = timers({ reminder: TIMES['reminder']! }).check(evidenceOf()).breaches;
    expect(broken.map(({ words }) => words)).toEqual(['message ada-push: its time is up, and it has none']);
  });
});

describe('a wait', () => {
  it('may not be left early', () => {
    expect(wordsOf((world) => (timelineOf(world, 'di').timeline[0]!.at = at(0.31)))).toEqual([
      'wait pause: its time was up 10 ms early',
    ]);
  });

  it('may not be left twice', () => {
    expect(wordsOf((world) => tell(world, 'di', 5.4, 'timeout', undefined, 'pause'))).toEqual([
      'wait pause: its time is up, and it had not begun',
    ]);
  });
});

describe('a message', () => {
  it('is asked for once with each number', () => {
    const asked = { messageId: 'bo-push', request: 0 };
    expect(wordsOf((world) => addFact(world, 'hermod.message-requested', 'bo', 0.3, asked))).toEqual([
      'message bo-push was asked for twice (request 0)',
    ]);
    expect(
      wordsOf((world) => addFact(world, 'hermod.message-requested.urgent', 'bo', 0.3, asked)),
    ).toHaveLength(1);
  });

  it('may be asked for again, and the outbox may repeat itself', () => {
    expect(
      wordsOf((world) => {
        addFact(world, 'hermod.message-requested', 'bo', 9, { messageId: 'bo-push', request: 1 });
        world.facts.push({ ...world.facts.at(-1)!, offset: 99 });
      }),
    ).toEqual([]);
  });
});

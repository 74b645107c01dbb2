import { describe, expect, it } from 'vitest';
import type { FactRecord, FaultRecord } from '../evidence.ts';
import { at, callIn, evidenceOf, TIMES, type World } from './evidence-of.ts';
import { findDisorder } from './facts-in-order.ts';
import { order } from './order.ts';

const wordsOf = (change?: (world: World) => void): string[] =>
  order(TIMES)
    .check(evidenceOf(change))
    .breaches.map(({ words }) => words);

describe('rungs', () => {
  it('come in turn, and that was looked at', () => {
    expect(order(TIMES).check(evidenceOf())).toEqual({ tested: 1 + 14, breaches: [] });
  });

  it('may not overtake each other', () => {
    expect(wordsOf((world) => (callIn(world, 'ada-sms').receivedAt = at(0.5)))).toEqual([
      'rung 2 came 100 ms before rung 1',
    ]);
  });

  it('are repeated when nobody knows, which is no overtaking', () => {
    expect(wordsOf((world) => world.calls.push({ ...callIn(world, 'ada-push'), receivedAt: at(7) }))).toEqual(
      [],
    );
  });

  it('that no provider accepted don’t count', () => {
    expect(
      wordsOf((world) => {
        Object.assign(callIn(world, 'ada-sms'), {
          receivedAt: at(0.5),
          acceptedAt: undefined,
          outcome: 'refused',
        });
      }),
    ).toEqual([]);
  });

  it('are those of an escalation: a `send` has no order', () => {
    expect(callIn(evidenceOf() as World, 'di-sms').receivedAt).toBeLessThan(
      callIn(evidenceOf() as World, 'di-push').receivedAt,
    );
    expect(wordsOf()).toEqual([]);
  });
});

const fact = (
  id: string,
  revision: number,
  seconds: number,
  change: Partial<FactRecord> = {},
): FactRecord => ({
  topic: 'hermod.message-decided',
  partition: 2,
  offset: seconds,
  at: at(seconds),
  key: 'ada',
  id,
  revision,
  data: { messageId: 'm' },
  ...change,
});
const fault = (change: Partial<FaultRecord>): FaultRecord => ({
  kind: 'kill',
  target: 'consent-1',
  from: at(10),
  until: at(12),
  ...change,
});
const breachesOf = (facts: FactRecord[], faults: FaultRecord[] = []): string[] =>
  findDisorder(facts, faults).breaches.map(({ words }) => words);

describe('facts of one key', () => {
  it('grow in revision', () => {
    expect(findDisorder([fact('a', 1000, 1), fact('b', 1001, 2)], [])).toEqual({ tested: 2, breaches: [] });
  });

  it('may not fall back', () => {
    expect(findDisorder([fact('b', 2000, 10), fact('a', 1000, 13)], []).breaches).toEqual([
      { words: 'hermod.message-decided[2]@13: revision 1000 came 3000 ms after 2000', message: 'm' },
    ]);
  });

  it('never share a revision, whatever had happened', () => {
    expect(breachesOf([fact('a', 1000, 10), fact('b', 1000, 10.1)], [fault({})])).toEqual([
      'hermod.message-decided[2]@10.1: revision 1000 was given to two facts',
    ]);
  });

  it('may come again, with their revision', () => {
    expect(findDisorder([fact('a', 1000, 1), fact('b', 2000, 5), fact('a', 1000, 9)], [])).toEqual({
      tested: 2,
      breaches: [],
    });
  });

  it('may cross while two instances are sending', () => {
    expect(breachesOf([fact('b', 2000, 10), fact('a', 1000, 11.9)])).toEqual([]);
  });

  it.each<[string, Partial<FaultRecord>, number]>([
    ['their publisher was killed', {}, 0],
    ['the broker was away', { kind: 'kill-broker', target: 'broker' }, 0],
    ['the database stood still', { kind: 'pause-database', target: 'database' }, 0],
    ['somebody else was killed', { target: 'routing-1' }, 1],
    ['their publisher was killed long before', { from: at(-60), until: at(-58) }, 1],
    ['an instance joined and left', { kind: 'join-and-leave', target: 'consent-3' }, 1],
  ])('when %s, those left in an outbox come late: %#', (_what, change, broken) => {
    const facts = [fact('b', 2000, 11), fact('a', 1000, 15)];
    expect(breachesOf(facts, [fault(change)])).toHaveLength(broken);
  });

  it('stand for themselves: other keys, topics and partitions count apart', () => {
    const facts = [
      fact('a', 3000, 1),
      fact('b', 2000, 5, { key: 'bo' }),
      fact('c', 1000, 9, { partition: 3 }),
      fact('d', 500, 15, { topic: 'hermod.message-decided.urgent' }),
    ];
    expect(breachesOf(facts)).toEqual([]);
  });

  it('of upstream have no revision, and poison has not even an id', () => {
    const facts = [fact('a', 1, 1, { revision: undefined }), fact('b', 1, 2, { id: undefined })];
    expect(findDisorder(facts, []).tested).toBe(0);
  });
});

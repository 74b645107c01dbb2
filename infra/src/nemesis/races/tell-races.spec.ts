import { describe, expect, it } from 'vitest';
import { at, evidenceOf, type World } from '../checker/evidence-of.ts';
import { figuresOf, tellRaces } from './tell-races.ts';

/** Ada's text is called at 5.55 and comes in at 5.6. */
const stopAt =
  (seconds: number, more: Partial<World['stops'][number]> = {}) =>
  (world: World): void => {
    Object.assign(world.stops[0]!, {
      answeredAt: at(seconds),
      race: { id: 'race-0', kind: 'event', door: 'webhook' },
      ...more,
    });
    world.optOuts[0]!.notedAt = at(seconds + 0.1);
  };

describe('the figures of the races', () => {
  it('are none without races', () => {
    expect(tellRaces(evidenceOf())).toEqual([]);
  });

  it('tell a text that was out before its STOP', () => {
    expect(figuresOf(evidenceOf(stopAt(7)))).toMatchObject({ races: 1, texts: 1, before: 1, prevented: 0 });
  });

  it('tell one that followed within two seconds, and how long after', () => {
    expect(figuresOf(evidenceOf(stopAt(5)))).toMatchObject({ within: 1, followedAfterMs: [550, 600] });
  });

  it('tell one that followed later, and one that a START had let go', () => {
    expect(figuresOf(evidenceOf(stopAt(3)))).toMatchObject({ late: 1, lifted: 0 });
    expect(figuresOf(evidenceOf(stopAt(3, { liftedAt: at(4) })))).toMatchObject({
      late: 0,
      lifted: 1,
      followedAfterMs: [],
    });
  });

  it('tell one that was prevented, and by whom', () => {
    const held = evidenceOf((world) => {
      stopAt(5)(world);
      world.attempts = world.attempts.filter(({ message }) => message !== 'ada-sms');
      world.calls = world.calls.filter(({ message }) => message !== 'ada-sms');
    });
    expect(figuresOf(held)).toMatchObject({ prevented: 1, heldBack: 1 });
  });

  it('leave out what a withdrawal of another purpose does not cover', () => {
    expect(figuresOf(evidenceOf(stopAt(5, { purpose: 'marketing' })))).toMatchObject({ texts: 0 });
  });

  it('are told in words', () => {
    expect(tellRaces(evidenceOf(stopAt(5)))).toEqual([
      '  races of STOP: 1 (event 1; by webhook 1)',
      '    of 1 texts 0 were prevented (0 of them permitted before, and held back by delivery), 0 were out before, 1 within 2 s, 0 later, 0 after a START',
      '    2 calls and openings followed a STOP: p50 550 ms, p90 600 ms, p99 600 ms, latest 600 ms; 0 STOPs were unread by delivery for more than 2 s',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diceOf } from '../dice.ts';
import { scheduleFaults } from './schedule.ts';

const scheduled = (seed: number, count = 30, overMs = 180_000) =>
  scheduleFaults({ count, overMs, dice: diceOf(seed, 'faults') });

describe('the schedule of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(scheduled(7)).toEqual(scheduled(7));
    expect(scheduled(7)).not.toEqual(scheduled(8));
  });

  it('has every kind of fault and every service in thirty', () => {
    const faults = scheduled(1).map(({ fault }) => fault);
    const kinds = new Set(faults.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'hold-opt-outs',
      'join-and-leave',
      'kill',
      'kill-broker',
      'kill-database',
      'pause',
      'pause-broker',
      'pause-database',
      'poison',
      'provider',
    ]);
    const killed = faults.flatMap((fault) => (fault.kind === 'kill' ? [fault.service] : []));
    expect(new Set(killed).size).toBe(5);
  });

  it('keeps faults in order and within their time', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 300 }), (seed, count) => {
        const times = scheduled(seed, count, 60_000).map(({ atMs }) => atMs);
        expect(times).toHaveLength(count);
        expect(times.every((atMs) => atMs >= 0 && atMs < 60_000)).toBe(true);
        expect([...times].sort((a, b) => a - b)).toEqual(times);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { BEFORE_ALL, type DueTimer, type TimerPlace } from '../../storage/run-timers.ts';
import { TimerWatermarks } from './timer-watermarks.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');

const due = (partition: number, agoMs: number, runId = 'a'): DueTimer => ({
  runId,
  recipient: 'r',
  partition,
  dueAt: new Date(NOW - agoMs),
});
const placeOf = ({ dueAt, runId }: DueTimer): TimerPlace => ({ dueAt, runId });
const afters = (watermarks: TimerWatermarks, now: number): TimerPlace[] =>
  watermarks.look(now).map(({ after }) => after);

describe('the watermarks of due timers', () => {
  it('begin before everything, and move with what was chosen in each partition', () => {
    const watermarks = new TimerWatermarks(3);
    expect(watermarks.look(NOW)).toEqual([0, 1, 2].map((partition) => ({ partition, after: BEFORE_ALL })));
    const last = due(0, 60_000, 'b');
    watermarks.chose([due(0, 70_000), due(2, 65_000), last], true);
    expect(afters(watermarks, NOW + 1)).toEqual([placeOf(last), BEFORE_ALL, placeOf(due(2, 65_000))]);
  });

  it('go back a moment later for what was passed over, and only where something was', () => {
    const watermarks = new TimerWatermarks(2);
    watermarks.look(NOW);
    const [first, second, third] = [due(0, 60_000), due(0, 50_000), due(1, 40_000)] as const;
    watermarks.chose([first, third], true);
    watermarks.chose([second], false);
    expect(afters(watermarks, NOW + 249)).toEqual([placeOf(second), placeOf(third)]);
    expect(afters(watermarks, NOW + 250)).toEqual([placeOf(first), placeOf(third)]);
    watermarks.chose([second], true);
    expect(afters(watermarks, NOW + 600)).toEqual([placeOf(second), placeOf(third)]);
  });

  it('go back for timers that were set for a moment that is just past', () => {
    const watermarks = new TimerWatermarks(1);
    watermarks.look(NOW);
    watermarks.chose([due(0, 100)], true);
    expect(afters(watermarks, NOW + 100)).toEqual([placeOf(due(0, 100))]);
    const [after] = afters(watermarks, NOW + 300);
    expect(after!.dueAt.getTime()).toBe(NOW + 300 - 5_000);
  });

  it('are left out once a second, and less often when that is slow', () => {
    const watermarks = new TimerWatermarks(1);
    watermarks.look(NOW);
    watermarks.looked(new Set([0]), NOW + 1);
    watermarks.chose([due(0, 60_000)], true);
    expect(afters(watermarks, NOW + 999)).toEqual([placeOf(due(0, 60_000))]);
    expect(afters(watermarks, NOW + 1_000)).toEqual([BEFORE_ALL]);
    watermarks.looked(new Set([0]), NOW + 1_200);
    watermarks.chose([due(0, 60_000)], true);
    expect(afters(watermarks, NOW + 5_199)).toEqual([placeOf(due(0, 60_000))]);
    expect(afters(watermarks, NOW + 5_200)).toEqual([BEFORE_ALL]);
  });

  it('return to where they stood when nothing is due before that', () => {
    const watermarks = new TimerWatermarks(2);
    watermarks.look(NOW);
    watermarks.chose([due(0, 60_000), due(1, 60_000)], true);
    expect(afters(watermarks, NOW + 1_000)).toEqual([BEFORE_ALL, BEFORE_ALL]);
    watermarks.looked(new Set([1]), NOW + 1_000);
    watermarks.chose([due(1, 90_000)], true);
    expect(afters(watermarks, NOW + 1_001)).toEqual([placeOf(due(0, 60_000)), placeOf(due(1, 90_000))]);
    watermarks.looked(new Set(), NOW + 1_001);
    expect(afters(watermarks, NOW + 1_002)).toEqual([placeOf(due(0, 60_000)), placeOf(due(1, 60_000))]);
  });

  it('of timers at the same time are ordered by run', () => {
    const watermarks = new TimerWatermarks(1);
    watermarks.look(NOW);
    watermarks.chose([due(0, 60_000, 'a')], true);
    watermarks.chose([due(0, 60_000, 'c')], false);
    expect(afters(watermarks, NOW + 300)).toEqual([placeOf(due(0, 60_000, 'a'))]);
  });
});

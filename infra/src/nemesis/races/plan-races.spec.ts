import { describe, expect, it } from 'vitest';
import { diceOf } from '../dice.ts';
import { type PlannedRaces, planRaces } from './plan-races.ts';

const MINUTES_10 = 600_000;
const plan = (count: number, overMs = MINUTES_10, seed = 1): PlannedRaces =>
  planRaces({ nemesis: 'n1', count, overMs, dice: diceOf(seed, 'races') });

describe('the plan of races', () => {
  const { races, events, campaigns } = plan(2_000);

  it('is the same for the same seed, and another for another', () => {
    expect(plan(50)).toEqual(plan(50));
    expect(plan(50)).not.toEqual(plan(50, MINUTES_10, 2));
  });

  it('has every kind of race through every door', () => {
    const met = new Set(races.map(({ kind, door }) => `${kind} ${door}`));
    expect(met.size).toBe(5 * 3);
  });

  it('gives each race a number of its own, some of which two people hold', () => {
    expect(new Set(races.map(({ holders }) => holders[0]!.number)).size).toBe(races.length);
    const shared = races.filter(({ holders }) => holders.length === 2);
    expect(shared.length).toBeGreaterThan(100);
    for (const { holders } of shared) expect(holders[0]!.number).toBe(holders[1]!.number);
  });

  it('brings event and STOP within milliseconds of each other, in both orders', () => {
    const stopOf = new Map(
      races
        .filter(({ kind }) => kind === 'event')
        .flatMap(({ holders, acts }) =>
          holders.map(({ id }) => [id, acts.findLast(({ what }) => what === 'stop')!.atMs] as const),
        ),
    );
    const offsets = events.flatMap(({ person, atMs }) => {
      const stopAt = stopOf.get(person.id);
      return stopAt === undefined ? [] : [atMs - stopAt];
    });
    expect(offsets.some((ms) => ms > 0 && ms <= 15)).toBe(true);
    expect(offsets.some((ms) => ms < 0 && ms >= -15)).toBe(true);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-401);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(3_001);
  });

  it('puts everybody of its campaigns on one list', () => {
    const members = races.filter(({ kind }) => kind === 'campaign').flatMap(({ holders }) => holders);
    const listed = campaigns.flatMap(({ recipients }) => recipients);
    expect([...listed].sort()).toEqual(members.map(({ id }) => id).sort());
    expect(plan(6_000).campaigns.length).toBeGreaterThan(1);
  });

  it('says a START only behind a STOP, and a replay only of what was said before', () => {
    for (const { acts } of races) {
      const said = acts.map(({ what }) => what);
      expect([['stop'], ['stop', 'start'], ['stop', 'start', 'stop', 'replay']]).toContainEqual(said);
      expect(acts.map(({ atMs }) => atMs)).toEqual(acts.map(({ atMs }) => atMs).sort((a, b) => a - b));
    }
  });

  it('puts nothing off where there is no time for it', () => {
    expect(plan(100, 60_000).races.some(({ kind }) => kind === 'deferral')).toBe(false);
    const deferrals = races.flatMap(({ deferral }) => deferral?.atMs ?? []);
    expect(deferrals.length).toBe(200);
    expect(Math.max(...deferrals)).toBeLessThan(MINUTES_10 - 120_000);
  });

  it('is empty where no races are wanted', () => {
    expect(plan(0)).toEqual({ races: [], events: [], campaigns: [] });
  });
});

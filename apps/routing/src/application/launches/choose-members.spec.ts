import { compileJourney } from '@hermod/journey';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../storage/audience.ts';
import type { DueLaunch } from '../../storage/launches.ts';
import { chooseMembers } from './choose-members.ts';
import { eventFor, judgeMember, onceOf } from './judge-member.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const EARLIER = Date.parse('2026-11-22T10:00:00Z');
const EVENT = {
  id: 'l',
  source: '/hermod/launches/offers',
  type: 'hermod.launch',
  data: { area: 'north', a: 1 },
};

const compiledWith = (where: string | undefined, more: object = {}) =>
  compileJourney({
    journey: 'offers',
    purpose: 'marketing',
    start: { audience: where === undefined ? {} : { where }, ...more },
    steps: [{ id: 'done', end: 'told' }],
  });

const member = (about: Partial<Member> = {}): Member => ({
  recipient: 'ada',
  attributes: {},
  lastEvent: {},
  lastSignal: {},
  erased: false,
  data: null,
  ...about,
});

const judged = (where: string | undefined, about: Partial<Member> = {}) =>
  judgeMember(compiledWith(where), member(about), eventFor(member(about), EVENT), NOW);

describe('a member of an audience', () => {
  it('is everybody without a condition, but the erased', () => {
    expect(judged(undefined)).toEqual({ chosen: true });
    expect(judged(undefined, { erased: true })).toEqual({ chosen: false });
    expect(judged('true', { erased: true })).toEqual({ chosen: false });
  });

  it('is chosen by attributes, the event, and what a list says', () => {
    const where = 'recipient.area == event.data.area';
    expect(judged(where, { attributes: { area: 'north' } })).toEqual({ chosen: true });
    expect(judged(where, { attributes: { area: 'south' } })).toEqual({ chosen: false });
    expect(judged('event.data.vip && event.data.a == 1', { data: { vip: true } })).toEqual({ chosen: true });
  });

  it('is not chosen where something is missing, and that is said', () => {
    expect(judged('recipient.plan == "free"')).toEqual({
      chosen: false,
      missing: expect.stringContaining('plan') as string,
    });
  });

  it('has done what a stronger signal implies', () => {
    const clicked = { lastSignal: { clicked: EARLIER, delivered: EARLIER - 5 } };
    const at = 'timestamp("2026-11-22T10:00:00Z")';
    for (const signal of ['clicked', 'opened', 'read', 'delivered'])
      expect(judged(`lastSignal.${signal} == ${at}`, clicked)).toEqual({ chosen: true });
    expect(judged('"replied" in lastSignal', clicked)).toEqual({ chosen: false });
    expect(judged('lastEvent["x"] < now', { lastEvent: { x: EARLIER } })).toEqual({ chosen: true });
  });

  it('counts by the value of `once`, by whom it is', () => {
    const compiled = compiledWith(undefined, { once: { per: 'recipient.household', within: 'P1D' } });
    const known = member({ attributes: { household: 7 } });
    expect(onceOf(compiled, known, EVENT, NOW)).toEqual({
      once: { value: '7', withinMs: 86_400_000, journey: 'offers', recipient: 'ada' },
    });
    expect(onceOf(compiled, member(), EVENT, NOW)).toBeUndefined();
    expect(onceOf(compiledWith(undefined), member(), EVENT, NOW)).toEqual({});
  });
});

describe('choosing from a page', () => {
  const members = [1, 2, 3, 4, 5, 6].map((n) =>
    member({ recipient: `r${n}`, attributes: { even: n % 2 === 0 } }),
  );
  const page = (isLast: boolean) => ({
    launch: { cursor: 'r0', event: EVENT, now: NOW } as unknown as DueLaunch,
    entry: { journey: 'offers', version: 1, compiled: compiledWith('recipient.even') },
    members,
    most: 0,
    isLast,
  });
  const chosen = (most: number, isLast = true) => {
    const { members: found, ...rest } = chooseMembers(page(isLast), most);
    return { ids: found.map(({ recipient }) => recipient), ...rest };
  };

  it('ends before the first one too many, so that they are looked at again', () => {
    expect(chosen(2)).toEqual({
      ids: ['r2', 'r4'],
      counts: { seen: 5, missing: 0 },
      cursor: 'r5',
      isOver: false,
    });
  });

  it('is over with the last recipient of the last page only', () => {
    expect(chosen(3)).toMatchObject({ ids: ['r2', 'r4', 'r6'], cursor: 'r6', isOver: true });
    expect(chosen(3, false)).toMatchObject({ cursor: 'r6', isOver: false });
  });

  it('goes past those who are not chosen when nobody may start', () => {
    expect(chosen(0)).toMatchObject({ ids: [], counts: { seen: 1 }, cursor: 'r1', isOver: false });
  });

  it('of nobody stays where it is', () => {
    const nobody = chooseMembers({ ...page(true), members: [] }, 3);
    expect(nobody).toMatchObject({ members: [], cursor: 'r0', isOver: true });
  });
});

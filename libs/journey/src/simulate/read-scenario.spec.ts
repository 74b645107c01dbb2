import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readScenario } from './read-scenario.ts';

const GOOD = {
  scenario: 'a scene',
  begins: '2026-11-23T12:00',
  given: { recipient: { timeZone: 'Europe/Stockholm' } },
  happens: [{ at: 'PT1M', event: { type: 'go' } }],
  expect: [{ at: '12:01', push: 'a-push' }],
};

function problemsOf(input: unknown): readonly { field: string; message: string; fix?: string }[] {
  try {
    readScenario(input);
    return [];
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    expect(error.code).toBe('JOURNEY_SCENARIO_INVALID');
    return error.problems ?? [];
  }
}

describe('a scenario', () => {
  it('is read', () => {
    expect(readScenario(GOOD)).toEqual(GOOD);
  });

  it('without expectations is only played', () => {
    const { expect: _none, ...onlyPlayed } = GOOD;
    expect(readScenario(onlyPlayed)).not.toHaveProperty('expect');
  });

  it.each([
    ['nothing', undefined, 'scenario'],
    ['a list', [], 'scenario'],
    ['no recipient', { ...GOOD, given: {} }, 'given.recipient'],
    ['an unknown field', { ...GOOD, expects: [] }, 'scenario'],
    [
      'a zone that is none',
      { ...GOOD, given: { recipient: { timeZone: 'Mars' } } },
      'given.recipient.timeZone',
    ],
    ['a beginning that is none', { ...GOOD, begins: 'PT1M' }, 'begins'],
    ['a line that says nothing', { ...GOOD, happens: [{ at: 'PT1M' }] }, 'happens[0]'],
    ['a line that is no object', { ...GOOD, expect: ['push'] }, 'expect[0]'],
    [
      'a signal that is none',
      { ...GOOD, happens: [{ at: 'PT1M', signal: 'seen', of: 'push' }] },
      'happens[0].signal',
    ],
    ['two channels', { ...GOOD, expect: [{ push: 'a', sms: 'b' }] }, 'expect[0]'],
    ['a time that is none', { ...GOOD, expect: [{ at: 'soon', push: 'a' }] }, 'expect[0].at'],
    [
      'a time before it begins',
      { ...GOOD, happens: [{ ...GOOD.happens[0], at: '2026-11-23T11:59' }] },
      'happens[0].at',
    ],
    ['a time that is too far', { ...GOOD, until: '2027-12-01T00:00' }, 'until'],
    ['a time that the clocks skip', { ...GOOD, begins: '2026-03-29T02:30' }, 'begins'],
    [
      'a consent for nothing',
      { ...GOOD, given: { ...GOOD.given, consents: [{ channel: 'sms' }] } },
      'given.consents[0].purpose',
    ],
    ['too much', { ...GOOD, happens: Array.from({ length: 201 }, () => GOOD.happens[0]) }, 'happens'],
  ])('that holds %s is refused with its place', (_what, input, field) => {
    expect(problemsOf(input).map((problem) => problem.field)).toContain(field);
  });

  it('has all its mistakes named at once, with what mends them', () => {
    const input = {
      ...GOOD,
      happens: [{ at: 'PT1M', event: { typ: 'go' } }],
      expect: [{ ended: 'done', att: 'PT1M' }],
    };
    expect(problemsOf(input)).toMatchObject([
      { field: 'happens[0].event.type', fix: 'add it' },
      { field: 'happens[0].event', fix: 'remove typ, or correct its name' },
      { field: 'expect[0]', fix: 'remove att, or correct its name' },
    ]);
  });

  it('tells a time of the day from the line before', () => {
    const days = [
      { at: '2026-11-24T18:00', push: 'a' },
      { at: '09:00', push: 'b' },
      { at: '09:00', push: 'c' },
    ];
    expect(() => readScenario({ ...GOOD, until: '2026-11-25T09:00', expect: days })).not.toThrow();
  });
});

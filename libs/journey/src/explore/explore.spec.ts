import { describe, expect, it } from 'vitest';
import { compileJourney } from '../language/compile-journey.ts';
import type { Exploration, PathLine } from './exploration.ts';
import { explore } from './explore.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PUSH = { push: 'a', until: 'opened', within: 'PT15M' };
const RCS = { rcs: 'b', until: 'read', within: 'PT2H' };
const SMS = { sms: 'c', until: 'delivered', within: 'PT10M' };
const END = { id: 'over', end: 'over' };

function exploreSteps(steps: readonly object[], more: object = {}): Exploration {
  const document = {
    journey: 'any',
    purpose: 'transactional',
    start: { on: 'go' },
    expires: 'P60D',
    ...more,
    steps,
  };
  return explore(compileJourney(document));
}

const lines = (path: readonly PathLine[]): string[] =>
  path.map(({ atMs, what }) => `${atMs / MINUTE} ${what}`);
const outcomes = ({ ends }: Exploration): string[] => ends.map(({ outcome }) => outcome).toSorted();
const timesOf = ({ longestToLastMessage, longestToEnd }: Exploration) => [
  longestToLastMessage?.ms,
  longestToEnd.ms,
];

/** The longest that a rung can take: not handed over until the last moment, then perhaps, and accepted after all. */
const longest = (handOver: number, within: number): number => handOver + within + 10_000 + within;

describe('what can happen in a journey', () => {
  it('of one rung: one message, each end by its path', () => {
    const found = exploreSteps([
      { id: 'tell', escalate: [PUSH], then: { reached: 'over', exhausted: 'never' } },
      END,
      { id: 'never', end: 'never' },
    ]);
    expect(found).toMatchObject({
      complete: true,
      deadSteps: [],
      loops: [],
      worstPrice: null,
      expiresMs: 60 * DAY,
    });
    expect(found.mostMessages).toEqual({
      messages: 1,
      path: [
        { atMs: 0, what: 'the run starts' },
        { atMs: 0, step: 'tell', what: 'push asked for (rung 1 of 1, until opened)' },
        { atMs: 0, step: 'tell', what: 'push handed over' },
      ],
    });
    expect(found.ends.map(({ outcome, path }) => [outcome, ...lines(path).slice(2)])).toEqual([
      ['never', '0 push refused', '0 left: exhausted', '0 the run ends: never'],
      ['over', '0 push handed over', '0 push opened', '0 left: reached', '0 the run ends: over'],
    ]);
  });

  it('of an escalation: a message for each rung, and the longest time over all of them', () => {
    const found = exploreSteps([{ id: 'tell', escalate: [PUSH, RCS, SMS] }, END]);
    expect(found.mostMessages.messages).toBe(3);
    expect(found.mostMessagesByChannel).toMatchObject({
      push: { messages: 1 },
      rcs: { messages: 1 },
      sms: { messages: 1 },
    });
    const first = longest(15 * MINUTE, 15 * MINUTE) + longest(HOUR, 2 * HOUR);
    // Accepted after all, the last message was handed over when nobody knew.
    expect(timesOf(found)).toEqual([first + 10 * MINUTE, first + longest(10 * MINUTE, 10 * MINUTE)]);
    expect(found.longestToEnd.path.at(-1)).toEqual({
      atMs: found.longestToEnd.ms,
      step: 'over',
      what: 'the run ends: over',
    });
    expect(outcomes(found)).toEqual(['over']);
  });

  it('of a critical journey: no rung waits for the answer to a withdrawal', () => {
    const found = exploreSteps([{ id: 'tell', escalate: [PUSH, SMS] }, END], { purpose: 'critical' });
    // Accepted at the last moment of not knowing, the time for a reaction begins anew.
    const rung = (within: number): number => within + within + within;
    expect(timesOf(found)).toEqual([rung(15 * MINUTE) + 10 * MINUTE, rung(15 * MINUTE) + rung(10 * MINUTE)]);
  });

  it('of messages that go together', () => {
    const found = exploreSteps([{ id: 'tell', send: [{ push: 'a' }, { sms: 'c' }, { sms: 'd' }] }, END]);
    expect(found.mostMessages.messages).toBe(3);
    expect(found.mostMessagesByChannel).toMatchObject({ push: { messages: 1 }, sms: { messages: 2 } });
    expect(timesOf(found)).toEqual([HOUR, HOUR]);
  });

  it('of three messages a day apart from each other: one in any 24 hours', () => {
    const found = exploreSteps([
      { id: 'one', send: [{ sms: 'c' }] },
      { id: 'day', wait: { for: 'P1D' } },
      { id: 'two', send: [{ sms: 'c' }] },
      { id: 'other-day', wait: { for: 'PT23H' } },
      { id: 'three', send: [{ sms: 'c' }] },
    ]);
    expect(found.mostMessages.messages).toBe(3);
    expect(found.mostMessagesInDay.messages).toBe(2);
    expect(lines(found.mostMessagesInDay.path).filter((line) => line.includes('handed over'))).toEqual([
      '1440 sms handed over',
      '2820 sms handed over',
    ]);
    expect(timesOf(found)).toEqual([3 * HOUR + 47 * HOUR, 3 * HOUR + 47 * HOUR]);
    expect(outcomes(found)).toEqual(['failed', 'sent']);
  });

  it('of a loop: as often as its limit allows', () => {
    const found = exploreSteps([
      { id: 'tell', visits: 3, send: [{ email: 'd' }] },
      { id: 'paid', wait: { on: 'paid', within: 'PT8H' }, then: { happened: 'over', timeout: 'tell' } },
      END,
    ]);
    expect(found.mostMessages.messages).toBe(3);
    expect(found.mostMessagesInDay.messages).toBe(3);
    expect(found.loops).toMatchObject([{ steps: ['tell', 'paid'], limitedBy: 'tell', limit: 3, visits: 3 }]);
    expect(timesOf(found)).toEqual([3 * HOUR + 16 * HOUR, 3 * HOUR + 24 * HOUR]);
    expect(outcomes(found)).toEqual(['limit', 'over']);
  });

  it('of arms: each can be taken, and a step behind none is dead', () => {
    const found = exploreSteps(
      [
        {
          id: 'which',
          branch: [
            { when: 'event.data.total > 100', then: 'rich' },
            { when: 'recipient.vip', then: 'shares' },
          ],
          else: 'over',
        },
        {
          id: 'shares',
          split: [
            { share: 10, then: 'rich' },
            { share: 70, then: 'many' },
            { share: 20, then: 'over' },
          ],
        },
        { id: 'rich', end: 'rich' },
        { id: 'many', end: 'many' },
        { id: 'once', visits: 1, wait: { for: 'PT1H' }, then: { limit: 'limited', timeout: 'over' } },
        { id: 'limited', end: 'limited' },
        END,
      ].filter(({ id }) => id !== 'once' && id !== 'limited'),
    );
    expect(outcomes(found)).toEqual(['many', 'over', 'rich']);
    expect(found.deadSteps).toEqual([]);
    expect(
      found.ends.map(({ path }) => path.flatMap(({ what }) => (what.startsWith('left') ? [what] : []))),
    ).toEqual([['left: arm 1'], ['left: else'], ['left: arm 2', 'left: arm 2']]);
  });

  it('the expiry cuts the longest times off', () => {
    const found = exploreSteps(
      [
        { id: 'tell', send: [{ sms: 'c' }] },
        { id: 'day', wait: { for: 'PT23H30M' } },
        { id: 'again', send: [{ sms: 'c' }] },
      ],
      { expires: 'P1D' },
    );
    expect(outcomes(found)).toEqual(['expired', 'failed', 'sent']);
    expect(found.mostMessages.messages).toBe(2);
    expect(timesOf(found)).toEqual([DAY - 1, DAY]);
    expect(found.longestToEnd.path.at(-1)).toEqual({
      atMs: DAY,
      step: 'day',
      what: 'the run ends: expired',
    });
  });

  it('of an instant that data decides: any until the expiry, or none', () => {
    const found = exploreSteps(
      [
        { id: 'at', wait: { until: 'start.data.at' }, then: { timeout: 'tell', missing: 'over' } },
        { id: 'tell', send: [{ sms: 'c' }] },
        END,
      ],
      { expires: 'P2D' },
    );
    expect(timesOf(found)).toEqual([2 * DAY - 1, 2 * DAY]);
    expect(outcomes(found)).toEqual(['expired', 'over']);
  });

  it.each([
    [{ from: '09:00', to: '17:00' }, 16 * HOUR],
    [{ from: '22:00', to: '06:00' }, 16 * HOUR],
    [{ from: '09:00', to: '17:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] }, 64 * HOUR],
    [{ from: '00:00', to: '24:00', days: ['sun'] }, 6 * DAY],
  ])('of local hours: %j are open, or begin after the longest time there can be', (until, ms) => {
    const found = exploreSteps([
      { id: 'at', wait: { until } },
      { id: 'tell', send: [{ sms: 'c' }] },
    ]);
    expect(timesOf(found)).toEqual([ms + HOUR, ms + HOUR]);
    expect(lines(found.mostMessages.path)).toContain('0 sms handed over');
  });

  it('of a step that collects: it waits, or is full at once', () => {
    const found = exploreSteps([
      { id: 'more', collect: { for: 'PT1H', most: 3 } },
      { id: 'tell', send: [{ sms: 'c' }] },
    ]);
    expect(timesOf(found)).toEqual([2 * HOUR, 2 * HOUR]);
    expect(lines(found.mostMessages.path).slice(0, 6)).toEqual([
      '0 the run starts',
      '0 collects events for PT1H',
      '0 2 more events',
      '0 left: collected',
      '0 sms asked for',
      '0 sms handed over',
    ]);
  });

  it('of a refusal that concerns the recipient as a whole: it leads to no other rung', () => {
    const found = exploreSteps([
      { id: 'tell', escalate: [PUSH, SMS], then: { exhausted: 'mail', reached: 'mail' } },
      { id: 'mail', end: 'mail' },
    ]);
    const whats = found.ends[0]!.path.map(({ what }) => what);
    expect(whats).toContain('left: exhausted');
    expect(found.ends).toHaveLength(1);
  });

  it('of events that end a run', () => {
    const found = exploreSteps([{ id: 'tell', escalate: [PUSH] }, END], {
      exit: [{ on: 'stop', when: 'event.data.order == start.data.order' }],
    });
    expect(outcomes(found)).toEqual(['cancelled', 'over']);
  });

  it('of an event that is awaited and ends the run as well: only what its condition lets through is awaited', () => {
    const steps = [
      { id: 'paid', wait: { on: 'paid', within: 'PT1H' }, then: { happened: 'over', timeout: 'late' } },
      END,
      { id: 'late', end: 'late' },
    ];
    const all = exploreSteps(steps, { exit: [{ on: 'paid' }] });
    expect(outcomes(all)).toEqual(['cancelled', 'late']);
    expect(all).toMatchObject({
      deadSteps: ['over'],
      mostMessages: { messages: 0 },
      longestToLastMessage: null,
    });
    const some = exploreSteps(steps, { exit: [{ on: 'paid', when: 'event.data.all' }] });
    expect(outcomes(some)).toEqual(['cancelled', 'late', 'over']);
  });
});

import { describe, expect, it } from 'vitest';
import { NOON, Play } from '../../test/play.ts';
import { advance } from './advance.ts';
import { newRun } from './start-run.ts';

const PAID = 'com.shop.paid';
const CART = 'com.shop.cart';
const SENT = { id: 'tell', send: [{ sms: 'a' }] };
const END = { id: 'over', end: 'over' };

const play = (
  steps: object[],
  about: { recipient?: Record<string, unknown> } = {},
  more: object = {},
): Play =>
  new Play(
    {
      journey: 'j',
      purpose: 'transactional',
      start: { on: 'com.shop.order.shipped' },
      expires: 'P7D',
      ...more,
      steps,
    },
    about,
  );

describe('a wait for an event', () => {
  const wait = { on: PAID, when: 'event.data.orderId == start.data.orderId', within: 'PT1H', as: 'paid' };
  const steps = [{ id: 'pay', wait, then: { happened: 'over', timeout: 'tell' } }, SENT, END];

  it('goes on with the event that fulfils the condition, and keeps its data', () => {
    const run = play(steps).pass(60).event(PAID, { orderId: 'B-2' }).event(PAID, { orderId: 'A-1', sum: 7 });
    expect(run.did).toEqual(['60 end over']);
    expect(run.run.vars).toEqual({ paid: { orderId: 'A-1', sum: 7 } });
  });

  it('goes on without it when the time has passed', () => {
    expect(play(steps).pass(3600).did).toEqual(['3600 request sms']);
  });

  it('takes an event that came before, when it counts from the start', () => {
    const early = (since: object) =>
      play([{ id: 'rest', wait: { for: 'PT1M' } }, { ...steps[0], wait: { ...wait, ...since } }, SENT, END])
        .event(PAID, { orderId: 'A-1' })
        .pass(60);
    expect(early({ since: 'start' }).did).toEqual(['60 end over']);
    expect(early({}).did).toEqual([]);
  });
});

describe('a wait until', () => {
  it('an instant of CEL goes on then', () => {
    const until = 'timestamp("2026-11-22T15:00:00Z") - duration("1h")';
    expect(play([{ id: 'rest', wait: { until } }, SENT]).pass(10_000).did).toEqual(['7200 request sms']);
  });

  it('an instant that is missing says nothing and ends the run, unless the journey says otherwise', () => {
    const rest = { id: 'rest', wait: { until: 'start.data.at' } };
    expect(play([rest, SENT]).did).toEqual(['0 end missing']);
    expect(play([{ ...rest, then: { missing: 'tell' } }, END, SENT]).did).toEqual(['0 request sms']);
  });

  it('hours goes on when they open on the clocks of the recipient', () => {
    const steps = [{ id: 'rest', wait: { until: { from: '09:00', to: '18:00' } } }, SENT];
    const opens = (timeZone: string) => play(steps, { recipient: { timeZone } }).pass(86_400).did;
    expect(opens('Europe/Stockholm')).toEqual(['0 request sms']);
    expect(opens('America/New_York')).toEqual(['7200 request sms']);
    expect(opens('Atlantis/Capital')).toEqual(['0 request sms']);
  });
});

describe('a send that awaits a signal', () => {
  const sent = [{ push: 'a' }, { sms: 'b' }];
  const steps = (how: 'any' | 'all') => [
    {
      id: 'tell',
      send: sent,
      await: how,
      until: 'delivered',
      within: 'PT10M',
      then: { reached: 'yes', sent: 'no', failed: 'never' },
    },
    { id: 'yes', end: 'yes' },
    { id: 'no', end: 'no' },
    { id: 'never', end: 'never' },
  ];
  const outcome = (how: 'any' | 'all', tell: (play: Play) => Play): string | undefined =>
    tell(play(steps(how))).run.outcome;

  it('is reached by one, or by each', () => {
    const one = (run: Play) => run.accepted(1).accepted(2).receipt(1, 'opened');
    expect(outcome('any', one)).toBe('yes');
    expect(outcome('all', one)).toBeUndefined();
    expect(outcome('all', (run) => one(run).receipt(2, 'delivered'))).toBe('yes');
  });

  it('goes on as sent when the time has passed since the last hand-over', () => {
    const late = (run: Play) => run.accepted(1).pass(60).accepted(2);
    expect(outcome('any', (run) => late(run).pass(599))).toBeUndefined();
    expect(outcome('any', (run) => late(run).pass(600))).toBe('no');
  });

  it('has failed when nothing can come any more, and is sent when one of all can not', () => {
    expect(outcome('any', (run) => run.attempted(1, 'failed').refused(2))).toBe('never');
    expect(outcome('any', (run) => run.accepted(1).attempted(2, 'failed').receipt(1, 'undelivered'))).toBe(
      'never',
    );
    expect(outcome('all', (run) => run.accepted(1).attempted(2, 'failed'))).toBe('no');
  });
});

describe('collect', () => {
  const collect = { on: CART, key: 'event.data.orderId', for: 'PT10M', most: 3, as: 'items' };

  it('takes further events of the same key for a while, then goes on with all', () => {
    const run = play([{ id: 'all', collect }, SENT])
      .event(CART, { orderId: 'A-1', n: 1 })
      .event(CART, { orderId: 'B-2', n: 2 })
      .event(CART, { orderId: 'A-1', n: 3 })
      .pass(600);
    expect(run.did).toEqual(['600 request sms']);
    expect(run.run.vars['items']).toEqual([
      { orderId: 'A-1', n: 1 },
      { orderId: 'A-1', n: 3 },
    ]);
  });

  it('begins with the event that started the run, and goes on at once when it is full', () => {
    const { on: _on, key: _key, ...own } = collect;
    const run = play([{ id: 'all', collect: own }, SENT])
      .event('com.shop.order.shipped', { n: 2 })
      .pass(60);
    expect(run.did).toEqual([]);
    expect(run.event('com.shop.order.shipped', { n: 3 }).did).toEqual(['60 request sms']);
    expect(run.run.vars['items']).toHaveLength(3);
  });
});

describe('steps that are passed at once', () => {
  it('set keeps what can be computed and says what can not', () => {
    const set = { total: 'start.data.total * 2', big: 'int(start.data.total) + 1', lost: 'start.data.none' };
    const run = play([
      { id: 'count', set },
      { id: 'rest', wait: { for: 'PT1M' } },
    ]);
    expect(run.run.vars).toEqual({ total: 84, big: 43 });
    const told = run.effects.find((effect) => effect.kind === 'tell' && effect.entry.what === 'next');
    expect(told).toMatchObject({
      entry: { why: { values: { set: ['total', 'big'], missing: { lost: expect.any(String) } } } },
    });
  });

  it('variables have a limit', () => {
    const double = (name: string, of: string) => ({ id: name, set: { text: `${of} + ${of}` } });
    const steps = Array.from({ length: 15 }, (_, n) =>
      double(`s${n}`, n === 0 ? '"0123456789"' : 'vars.text'),
    );
    const run = play([...steps, { id: 'rest', wait: { for: 'PT1M' } }]);
    expect(JSON.stringify(run.run.vars).length).toBeLessThanOrEqual(32 * 1024);
  });

  it('publish hands over a domain event, one hop further', () => {
    const publish = { type: 'com.shop.told', data: { order: 'start.data.orderId' } };
    const run = play([{ id: 'out', publish }, END]);
    const published = run.effects.find((effect) => effect.kind === 'publish');
    expect(published).toMatchObject({ type: 'com.shop.told', data: { order: 'A-1' }, hop: 1 });
    const far = new Play(
      { journey: 'j', purpose: 'critical', start: { on: 'a' }, steps: [{ id: 'out', publish }, END] },
      { start: { id: 'e', source: '/s', type: 'a', hop: 8 } },
    );
    expect(far.effects.filter((effect) => effect.kind === 'publish')).toEqual([]);
    expect(far.run.outcome).toBe('over');
  });

  it('split puts a recipient into the same share whenever they come, and fills the shares', () => {
    const steps = [
      {
        id: 'which',
        split: [
          { share: 20, then: 'one' },
          { share: 80, then: 'two' },
        ],
      },
      { id: 'one', end: 'one' },
      { id: 'two', end: 'two' },
    ];
    const journey = play(steps).journey;
    const outcomeOf = (recipient: string, event: string): string | undefined => {
      const start = { id: event, source: '/shop', type: 'com.shop.order.shipped' };
      const run = newRun(journey, 1, start, recipient, NOON);
      return advance(journey, run, { start, recipient: {} }, { kind: 'start' }, NOON).run.outcome;
    };
    const people = Array.from({ length: 5_000 }, (_, n) => `r-${n}`);
    const outcomes = people.map((recipient) => outcomeOf(recipient, 'e1'));
    expect(people.map((recipient) => outcomeOf(recipient, 'e2'))).toEqual(outcomes);
    // A fifth of 5,000, give or take six standard deviations.
    const ones = outcomes.filter((outcome) => outcome === 'one').length;
    expect(Math.abs(ones - 1_000)).toBeLessThan(170);
  });
});

describe('a step with visits', () => {
  it('is left with `limit` when the run comes once more', () => {
    const steps = [
      { id: 'tell', send: [{ sms: 'a' }], visits: 2, then: { sent: 'rest', limit: 'tired' } },
      { id: 'rest', wait: { for: 'PT1H' }, then: 'tell' },
      { id: 'tired', end: 'tired' },
    ];
    const run = play(steps);
    for (const visit of [1, 2]) {
      const [id] = Object.values(run.run.messages)
        .filter((m) => m.visit === visit)
        .map((m) => m.id);
      run.tell({
        kind: 'attempted',
        messageId: id!,
        request: 0,
        outcome: 'accepted',
        acceptedAt: run.now,
        answersWithdrawal: false,
        why: { rule: 'x', values: {} },
      });
      run.pass(3600);
    }
    expect(run.did).toEqual(['0 request sms', '3600 request sms', '7200 end tired']);
  });
});

describe('a paused journey', () => {
  const PUSH = { push: 'a', until: 'opened', within: 'PT15M' };
  const steps = [{ id: 'tell', escalate: [PUSH, { sms: 'b', until: 'delivered', within: 'PT15M' }] }];

  it('requests nothing, and goes on with what happened when it is resumed', () => {
    const run = play(steps).pause().attempted(1, 'failed').pass(3600);
    expect(run.did).toEqual(['0 request push']);
    expect(run.resume().pass(0).did).toEqual(['0 request push', '3600 request sms']);
  });

  it('fires what is due when it is resumed, unless the run has expired', () => {
    const run = play(steps).accepted(1).pause().pass(3600).resume().pass(0);
    expect(run.did).toEqual(['0 request push', '3600 withdraw push (unread)', '3600 request sms']);
    const late = play(steps)
      .accepted(1)
      .pause()
      .pass(8 * 86_400)
      .resume()
      .pass(0);
    expect(late.did).toEqual(['0 request push', '691200 end expired']);
  });

  it('notes a signal, and goes on with it', () => {
    const run = play(steps).accepted(1).pause().pass(60).receipt(1, 'opened').pass(3600).resume().pass(0);
    expect(run.did).toEqual(['0 request push', '3660 end reached']);
  });

  it('holds back the event that a run waits for, and asks again after the pause for what was deferred', () => {
    const waits = [
      { id: 'pay', wait: { on: PAID, within: 'PT1H' }, then: { happened: 'over', timeout: 'tell' } },
      SENT,
      END,
    ];
    const run = play(waits).pause().event(PAID).pass(7200);
    expect(run.did).toEqual([]);
    expect(run.resume().pass(0).did).toEqual(['7200 end over']);
    const asked = play([SENT]).pause().attempted(1, 'deferred').resume().pass(0);
    expect(asked.did).toEqual(['0 request sms', '0 request sms again (1)']);
  });

  it('still ends by its exit, or when it is cancelled', () => {
    const exit = [{ on: 'stop' }];
    expect(play(steps, {}, { exit }).pause().event('stop').did).toContain('0 end cancelled');
    const why = { rule: 'by hand', values: {} };
    expect(play(steps).pause().tell({ kind: 'cancel', why }).did).toContain('0 end cancelled');
  });
});

import { describe, expect, it } from 'vitest';
import { NOON, Play } from '../../test/play.ts';
import { decideStart } from './start-run.ts';
import { compileJourney } from '../language/compile-journey.ts';

const journey = (steps: readonly object[], change: object = {}): object => ({
  journey: 'order-shipped',
  purpose: 'transactional',
  start: { on: 'com.shop.order.shipped' },
  steps,
  ...change,
});
const END = { id: 'done', end: 'told' };
const PUSH = { push: 'a-push', until: 'opened', within: 'PT15M' };

describe('a run', () => {
  it('starts once, however often it is told to', () => {
    const play = new Play(journey([{ id: 'a', wait: { for: 'PT1H' } }]));
    const { run } = play;
    play.tell({ kind: 'start' });
    expect(play.run).toEqual(run);
    expect(play.effects).toEqual([]);
  });

  it('ends with the outcome of its last step when that names no end', () => {
    const play = new Play(journey([{ id: 'a', wait: { for: 'PT1H' } }])).pass(3_600);
    expect(play.did).toEqual(['3600 end timeout']);
  });

  it('expires, withdraws what is open, and nothing else', () => {
    const steps = [{ id: 'tell', escalate: [PUSH, { sms: 'a-sms', until: 'delivered', within: 'PT10M' }] }];
    const waiting = new Play(journey(steps, { expires: 'PT1H' })).pass(4_000);
    expect(waiting.did).toEqual(['0 request push', '3600 withdraw push (expired)', '3600 end expired']);
    const handedOver = new Play(journey(steps, { expires: 'PT10M' })).accepted(1).pass(4_000);
    expect(handedOver.did).toEqual(['0 request push', '600 end expired']);
  });

  it('fires no timer beyond the time up to which every fact was read', () => {
    const play = new Play({
      journey: 'j',
      purpose: 'transactional',
      start: { on: 'com.shop.order.shipped' },
      expires: 'PT2M',
      steps: [
        { id: 'rest', wait: { for: 'PT1M' } },
        { id: 'rest-again', wait: { for: 'PT30S' } },
      ],
    });
    play.now = NOON + 110_000;
    play.tell({ kind: 'tick', upTo: NOON + 60_000 });
    expect(play.run.position?.step).toBe('rest-again');
    play.now = NOON + 600_000;
    play.tell({ kind: 'tick', upTo: NOON + 119_000 });
    expect(play.run.status).toBe('running');
    play.tell({ kind: 'tick', upTo: NOON + 120_000 });
    expect(play.run.outcome).toBe('expired');
  });

  it('that has expired while nobody looked asks for nothing any more', () => {
    const play = new Play(
      journey(
        [
          { id: 'rest', wait: { for: 'PT1M' } },
          { id: 'tell', send: [{ sms: 'a' }] },
        ],
        { expires: 'PT2M' },
      ),
    );
    play.now = NOON + 120_000;
    play.tell({ kind: 'tick' });
    expect(play.did).toEqual(['120 end expired']);
  });

  it('is cancelled by an exit whose condition holds, compared with its own start', () => {
    const exit = [{ on: 'com.shop.order.cancelled', when: 'event.data.orderId == start.data.orderId' }];
    const play = new Play(journey([{ id: 'tell', escalate: [PUSH] }], { exit }));
    play
      .event('com.shop.order.cancelled', { orderId: 'B-2' })
      .event('com.shop.order.returned', { orderId: 'A-1' });
    expect(play.run.status).toBe('running');
    play.pass(5).event('com.shop.order.cancelled', { orderId: 'A-1' });
    expect(play.did).toEqual(['0 request push', '5 withdraw push (ended)', '5 end cancelled']);
  });

  it('is cancelled by an exit without a condition', () => {
    const play = new Play(journey([{ id: 'a', wait: { for: 'PT1H' } }], { exit: [{ on: 'stop' }] })).event(
      'stop',
    );
    expect(play.run).toMatchObject({ status: 'ended', outcome: 'cancelled', timers: {} });
  });

  it('goes through steps whose names JavaScript knows as well', () => {
    const play = new Play(
      journey([
        { id: 'constructor', escalate: [PUSH], then: 'toString' },
        { id: 'toString', end: 'valueOf' },
      ]),
    );
    expect(play.effects).toContainEqual(
      expect.objectContaining({ kind: 'request', intent: expect.objectContaining({ visit: 1 }) }),
    );
    play.accepted(1).receipt(1, 'opened');
    expect(play.did.at(-1)).toBe('0 end valueOf');
  });
});

describe('wait', () => {
  it('ends at its time, neither early nor late', () => {
    const play = new Play(
      journey([
        { id: 'a', wait: { for: 'PT1H' } },
        { id: 'b', send: [{ sms: 'x' }] },
      ]),
    );
    expect(play.pass(3_599).did).toEqual([]);
    expect(play.pass(1).did).toEqual(['3600 request sms']);
  });

  it('of no time goes on with the next tick', () => {
    expect(new Play(journey([{ id: 'a', wait: { for: 'PT0S' } }, END])).pass(0).did).toEqual(['0 end told']);
  });
});

describe('branch', () => {
  const steps = [
    {
      id: 'pick',
      branch: [
        { when: 'recipient.vip', then: 'first' },
        { when: 'event.data.total > 40', then: 'second' },
      ],
      else: 'third',
    },
    { id: 'first', end: 'one' },
    { id: 'second', end: 'two' },
    { id: 'third', end: 'three' },
  ];

  it.each([
    ['the first arm that holds', { vip: true }, 42, 'one'],
    ['the second when the first does not', { vip: false }, 42, 'two'],
    ['else when none does', { vip: false }, 1, 'three'],
    ['else when everything is missing', {}, undefined, 'three'],
  ])('takes %s', (_what, recipient, total, outcome) => {
    const start = { id: 'e', source: '/s', type: 'com.shop.order.shipped', data: { total } };
    expect(new Play(journey(steps), { start, recipient }).did).toEqual([`0 end ${outcome}`]);
  });

  it('says which fields were missing', () => {
    const play = new Play(journey(steps), { recipient: {} });
    const entry = play.effects.find((effect) => effect.kind === 'tell' && effect.entry.what === 'arm 2');
    expect(entry).toMatchObject({
      entry: { why: { rule: 'event.data.total > 40', values: { missing: ['arm 1: No such key: vip'] } } },
    });
  });
});

describe('send', () => {
  const steps = [
    { id: 'tell', send: [{ push: 'a-push' }, { sms: 'a-sms' }], then: { sent: 'done', failed: 'gone' } },
    { id: 'gone', end: 'not-told' },
    END,
  ];

  it('asks for all its channels at once and goes on when every hand-over has ended', () => {
    const play = new Play(journey(steps));
    expect(play.did).toEqual(['0 request push', '0 request sms']);
    expect(play.attempted(1, 'failed').did).toHaveLength(2);
    expect(play.pass(5).accepted(2).did.slice(2)).toEqual(['5 end told']);
  });

  it.each<[string, (play: Play) => Play, string]>([
    ['one is unknown', (p) => p.refused(1).attempted(2, 'unknown'), 'told'],
    ['none went out', (p) => p.refused(1).attempted(2, 'failed'), 'not-told'],
    [
      'all were refused for the recipient',
      (p) => p.refused(1, 'recipient').refused(2, 'recipient'),
      'not-told',
    ],
    ['all were opted out of', (p) => p.optedOut(1, 2), 'not-told'],
  ])('ends its step when %s', (_what, act, outcome) => {
    expect(act(new Play(journey(steps))).did.at(-1)).toBe(`0 end ${outcome}`);
  });
});

describe('a deferral', () => {
  const steps = [
    { id: 'tell', escalate: [PUSH, { sms: 'a-sms', until: 'delivered', within: 'PT10M' }] },
    { id: 'after', wait: { for: 'PT6H' } },
  ];

  it('asks again at its time, with the next number', () => {
    const play = new Play(journey(steps)).deferred(1, 3_600).pass(3_600);
    expect(play.did).toEqual(['0 request push', '3600 request push again (1)']);
    play.deferred(1, 60, { request: 1 }).pass(60);
    expect(play.did.at(-1)).toBe('3660 request push again (2)');
  });

  it('that answers an older question counts for nothing', () => {
    const play = new Play(journey(steps))
      .deferred(1, 60)
      .pass(60)
      .deferred(1, 7_200, { request: 0 })
      .pass(3_600);
    expect(play.did).toEqual(['0 request push', '60 request push again (1)']);
  });

  it('beyond the expiry is a refusal', () => {
    const play = new Play(journey(steps, { expires: 'PT1H' })).deferred(1, 3_600);
    expect(play.did).toEqual(['0 request push', '0 request sms']);
  });

  it('by delivery, whose permission ran out, asks again at once', () => {
    const play = new Play(journey(steps)).pass(5).attempted(1, 'deferred');
    expect(play.did).toEqual(['0 request push', '5 request push again (1)']);
  });

  it('of a message that is no longer wanted asks for nothing', () => {
    const play = new Play(journey(steps)).accepted(1).pass(910);
    play.receipt(1, 'opened', 'tell');
    expect(play.did.at(-1)).toBe('910 withdraw sms (reacted)');
    // Consent had answered before it knew of the withdrawal.
    play.deferred(2, 60, { step: 'tell' }).pass(3_600);
    expect(play.did.at(-1)).toBe('910 withdraw sms (reacted)');
  });

  it('is forgotten when the message is opted out of', () => {
    const play = new Play(journey(steps)).deferred(1, 3_600).optedOut(1).pass(4_000);
    expect(play.did).toEqual(['0 request push', '0 withdraw push (opted-out)', '0 request sms']);
  });
});

describe('a start', () => {
  const scope = (event: Record<string, unknown>) => ({
    event,
    start: event,
    recipient: {},
    vars: {},
    now: new Date(),
  });
  const compiled = (start: object) => compileJourney(journey([END], { start }));
  const event = { type: 'a', data: { n: 1, key: { x: 1 } } };

  it.each([
    ['another event type', { on: 'b' }, { starts: false, because: 'another event type' }],
    ['no condition', { on: 'a' }, { starts: true }],
    ['a condition that holds', { on: 'a', when: 'event.data.n == 1' }, { starts: true }],
    [
      'one that does not',
      { on: 'a', when: 'event.data.n > 1' },
      { starts: false, because: 'start.when: event.data.n > 1' },
    ],
    ['a missing field', { on: 'a', when: 'event.data.m > 1' }, { starts: false, because: 'No such key: m' }],
    [
      'once per number',
      { on: 'a', once: { per: 'event.data.n', within: 'P1D' } },
      { starts: true, once: { value: '1', withinMs: 86_400_000 } },
    ],
    [
      'once per whole number',
      { on: 'a', once: { per: '7', within: 'P1D' } },
      { starts: true, once: { value: '7', withinMs: 86_400_000 } },
    ],
    [
      'once per object',
      { on: 'a', once: { per: 'event.data.key', within: 'P1D' } },
      { starts: true, once: { value: '{"x":1}', withinMs: 86_400_000 } },
    ],
    [
      'once per what is missing',
      { on: 'a', once: { per: 'event.data.m', within: 'P1D' } },
      { starts: false, because: 'start.once.per: No such key: m' },
    ],
  ])('with %s', (_what, start, wanted) => {
    expect(decideStart(compiled(start), scope(event))).toEqual(wanted);
  });

  it('gives the run an id of journey, source, event and recipient, whatever the version', () => {
    expect(new Play(journey([END])).run.id).toBe(new Play(journey([END])).run.id);
  });
});

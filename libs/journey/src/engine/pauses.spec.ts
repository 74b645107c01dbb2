import { describe, expect, it } from 'vitest';
import { Play } from '../../test/play.ts';
import { raced } from '../../test/races.ts';

const END = { id: 'over', end: 'over' };
const journey = (...steps: object[]): object => raced({ expires: 'P7D', steps: [...steps, END] });
const pay = (id: string, about: object = {}): object => ({
  id,
  wait: { on: 'paid', within: 'PT1H', ...about },
  then: { happened: 'over', timeout: 'over' },
});

describe('what happened while a journey was paused', () => {
  it('comes before the timers that were due meanwhile, as it would have without the pause', () => {
    const waiting = new Play(
      journey({ ...pay('pay'), then: { happened: 'done', timeout: 'over' } }, { id: 'done', end: 'paid' }),
    );
    expect(waiting.pause().pass(7_200).event('paid').resume().pass(0).did).toEqual(['7200 end paid']);
    const opened = new Play(raced({ expires: 'P7D' })).accepted(1).pause().pass(1_000).receipt(1, 'opened');
    expect(opened.resume().pass(0).did).toEqual(['0 request push', '1000 end told']);
  });

  it('lets the next wait last as long as it says, though the one before had passed', () => {
    const rest = { id: 'rest', wait: { for: 'PT1H' } };
    const run = new Play(journey({ ...pay('pay'), then: { happened: 'rest', timeout: 'over' } }, rest));
    run.pause().pass(60).event('paid').pass(7_200).resume().pass(0);
    expect(run.run.position?.step).toBe('rest');
    expect(run.pass(3_599).did).toEqual([]);
    expect(run.pass(1).did).toEqual(['10860 end over']);
  });

  it('is no answer to a withdrawal when it was a receipt', () => {
    const run = new Play(raced()).attempted(1, 'unknown').pass(901);
    run.pause().receipt(1, 'delivered').pass(2).resume().pass(0);
    expect(run.did).toEqual(['0 request push', '900 withdraw push (unread)']);
    expect(run.attempted(1, 'unknown', { answers: true }).did.at(-1)).toBe('903 request sms');
  });

  it.each([
    ['unknown', ['0 request push', '900 withdraw push (unread)', '903 request sms']],
    ['accepted', ['0 request push', '900 withdraw push (unread)']],
  ] as const)('is the answer to a withdrawal when delivery told it: %s', (outcome, did) => {
    const run = new Play(raced()).attempted(1, 'unknown').pass(901);
    run.pause().attempted(1, outcome, { answers: true }).pass(2).resume().pass(0);
    expect(run.did).toEqual(did);
    expect(run.run.position).not.toHaveProperty('answered');
  });

  it('moves nothing any more when the run has expired', () => {
    const run = new Play(raced({ expires: 'PT1H' })).accepted(1).pause().receipt(1, 'opened').pass(3_600);
    expect(run.resume().pass(0).did).toEqual(['0 request push', '3600 end expired']);
  });

  it('is nothing that one pause after another loses', () => {
    const run = new Play(raced()).attempted(1, 'unknown').pause().receipt(1, 'opened').resume().pause();
    expect(run.pass(60).did).toEqual(['0 request push']);
    expect(run.resume().pass(0).did).toEqual(['0 request push', '60 end told']);
  });
});

describe('an event that counts from the start', () => {
  it('is remembered for a step whose name JavaScript knows as well', () => {
    const since = { since: 'start' };
    const steps = [
      { ...pay('pay', since), then: { happened: 'constructor', timeout: 'constructor' } },
      { ...pay('constructor', { on: 'sent' }), then: { happened: 'pay-again', timeout: 'over' } },
      pay('pay-again', since),
    ];
    const run = new Play(journey(...steps)).event('paid');
    expect(run.run).toMatchObject({ position: { step: 'constructor' }, heard: { 'pay-again': {} } });
    expect(run.event('sent').run).not.toHaveProperty('heard');
  });

  it('is remembered without its data where there is no room, and the story says so', () => {
    const since = { since: 'start', as: 'paid' };
    const rest = { id: 'rest', wait: { for: 'PT1H' } };
    const both = [
      pay('one', since),
      { ...pay('two', { ...since, on: 'sent' }), then: { happened: 'over', timeout: 'over' } },
    ];
    const steps = [rest, { ...both[0], then: { happened: 'two', timeout: 'over' } }, both[1]!];
    const run = new Play(journey(...steps))
      .event('paid', { text: 'x'.repeat(20_000) })
      .event('sent', { text: 'y'.repeat(20_000) });
    expect(run.run.heard?.['one']).toHaveProperty('data');
    expect(run.run.heard?.['two']).not.toHaveProperty('data');
    const told = run.pass(3_600).effects.filter((effect) => effect.kind === 'tell');
    const happened = told
      .filter(({ entry }) => entry.what === 'happened')
      .map(({ entry }) => entry.why.values);
    expect(happened).toEqual([
      expect.not.objectContaining({ notKept: 'paid' }),
      expect.objectContaining({ notKept: 'paid' }),
    ]);
  });

  it('is forgotten when the run ends', () => {
    const steps = [{ id: 'rest', wait: { for: 'PT1H' } }, pay('pay', { since: 'start', as: 'paid' })];
    const run = new Play(journey(...steps)).event('paid', { sum: 7 });
    expect(run.run).toHaveProperty('heard.pay.data', { sum: 7 });
    expect(run.event('com.shop.order.cancelled').run).not.toHaveProperty('heard');
  });
});

describe('what a signal has made needless', () => {
  const sends = (then: object): object => ({
    id: 'tell',
    send: [{ push: 'a' }, { sms: 'b' }],
    await: 'any',
    until: 'delivered',
    within: 'PT10M',
    then,
  });
  const steps = [
    sends({ reached: 'rest', sent: 'over', failed: 'over' }),
    { id: 'rest', wait: { for: 'P1D' } },
  ];

  it('is taken back when it is still on its way', () => {
    const run = new Play(journey(...steps)).accepted(1).pass(5).receipt(1, 'delivered');
    expect(run.did.slice(2)).toEqual(['5 withdraw sms (reacted)']);
  });

  it.each(['before', 'after'])('is not asked for again when it was deferred %s the signal', (order) => {
    const run = new Play(journey(...steps)).accepted(1);
    if (order === 'before') run.deferred(2, 60, { step: 'tell' });
    run.receipt(1, 'delivered');
    if (order === 'after') run.deferred(2, 60, { step: 'tell' });
    expect(run.pass(3_600).did.slice(2)).toEqual(['0 withdraw sms (reacted)']);
  });

  it('is not asked for again when it is reported about itself', () => {
    const run = new Play(journey(...steps)).deferred(1, 60).receipt(1, 'delivered', 'tell');
    expect(run.pass(3_600).did.slice(2)).toEqual(['0 withdraw sms (reacted)']);
    run.attempted(1, 'deferred', { step: 'tell' }).attempted(2, 'deferred', { step: 'tell' });
    expect(run.pass(3_600).did.slice(2)).toEqual(['0 withdraw sms (reacted)']);
  });
});

it('what is collected goes on at once when the event that started the run is all there is room for', () => {
  const collect = { id: 'all', collect: { for: 'PT1H', most: 1 } };
  expect(new Play(journey(collect)).did).toEqual(['0 end over']);
});

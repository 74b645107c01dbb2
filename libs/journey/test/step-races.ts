import { NOON, type Play } from './play.ts';
import { type Race, raced } from './races.ts';

const ENDS = ['yes', 'no'].map((end) => ({ id: end, end }));
const sends = (how: 'any' | 'all'): object =>
  raced({
    steps: [
      {
        id: 'tell',
        send: [{ push: 'a' }, { sms: 'b' }],
        await: how,
        until: 'delivered',
        within: 'PT10M',
        then: { reached: 'yes', sent: 'no', failed: 'never' },
      },
      ...ENDS,
      { id: 'never', end: 'never' },
    ],
  });
const waits = (about: object = {}): object =>
  raced({
    steps: [
      { id: 'rest', wait: { for: 'PT1M' } },
      { id: 'pay', wait: { on: 'paid', within: 'PT1H', ...about }, then: { happened: 'yes', timeout: 'no' } },
      ...ENDS,
    ],
  });
const collects = raced({
  steps: [
    { id: 'all', collect: { on: 'cart', for: 'PT10M', most: 3, as: 'items' } },
    { id: 'count', branch: [{ when: 'size(vars.items) == 2', then: 'yes' }], else: 'no' },
    ...ENDS,
  ],
});

/** The clock is there, and no timer has fired yet. */
const clock = (play: Play, seconds: number): void => void (play.now = NOON + seconds * 1_000);
const timer = ['the timer fires', (play: Play) => play.pass(0)] as const;
const paid = ['the event comes', (play: Play) => play.event('paid')] as const;
const cart = ['the last event comes', (play: Play) => play.event('cart')] as const;
const delivered = (rung: number) =>
  [`message ${rung} is delivered`, (play: Play) => play.receipt(rung, 'delivered', 'tell')] as const;
const accepted = (rung: number) =>
  [`message ${rung} is accepted`, (play: Play) => play.accepted(rung, 'tell')] as const;
const failed = (rung: number) =>
  [`message ${rung} fails`, (play: Play) => play.attempted(rung, 'failed', { step: 'tell' })] as const;

/** Every race of the steps that are no escalation. */
export const STEP_RACES: readonly Race[] = [
  {
    what: 'the signal that one of several brings and the last hand-over',
    journey: sends('any'),
    begin: (play) => play.accepted(1),
    one: delivered(1),
    other: accepted(2),
    oneFirst: ['0 withdraw sms (reacted)', '0 end yes'],
    otherFirst: ['0 end yes'],
  },
  {
    what: 'the signal that each has to bring and the last hand-over',
    journey: sends('all'),
    begin: (play) => play.accepted(1).receipt(1, 'delivered'),
    one: delivered(2),
    other: accepted(2),
    oneFirst: ['0 end yes'],
    otherFirst: ['0 end yes'],
  },
  {
    what: 'the signal of one and the failure of the other',
    journey: sends('any'),
    begin: (play) => play.accepted(1),
    one: delivered(1),
    other: failed(2),
    oneFirst: ['0 withdraw sms (reacted)', '0 end yes'],
    otherFirst: ['0 end yes'],
  },
  {
    what: 'a signal and the end of the time that it is awaited',
    journey: sends('any'),
    begin: (play) => (play.accepted(1).accepted(2), clock(play, 600)),
    one: delivered(1),
    other: timer,
    oneFirst: ['600 end yes'],
    otherFirst: ['600 end no'],
  },
  {
    what: 'an awaited event and the end of the wait',
    journey: waits(),
    begin: (play) => (play.pass(60), clock(play, 3_660)),
    one: paid,
    other: timer,
    oneFirst: ['3660 end yes'],
    otherFirst: ['3660 end no'],
  },
  {
    what: 'an event and the beginning of the wait for it',
    journey: waits(),
    begin: (play) => clock(play, 60),
    one: paid,
    other: timer,
    oneFirst: [],
    otherFirst: ['60 end yes'],
    counts: true,
  },
  {
    what: 'an event and the beginning of the wait that counts from the start',
    journey: waits({ since: 'start' }),
    begin: (play) => clock(play, 60),
    one: paid,
    other: timer,
    oneFirst: ['60 end yes'],
    otherFirst: ['60 end yes'],
  },
  {
    what: 'the last event that is collected and the end of its time',
    journey: collects,
    begin: (play) => (play.event('cart'), clock(play, 600)),
    one: cart,
    other: timer,
    oneFirst: ['600 end yes'],
    otherFirst: ['600 end no'],
    counts: true,
  },
  {
    what: 'the event that fills what is collected and the end of its time',
    journey: collects,
    begin: (play) => (play.event('cart').event('cart'), clock(play, 600)),
    one: cart,
    other: timer,
    oneFirst: ['600 end no'],
    otherFirst: ['600 end yes'],
    counts: true,
  },
];

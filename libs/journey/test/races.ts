import { NOON, type Play } from './play.ts';

/** Something that happens to a run, told to it. */
export type Told = readonly [what: string, tell: (play: Play) => unknown];

/** A place where two things meet: each may come first. */
export interface Race {
  /** A sentence's beginning: "an acceptance and …". */
  readonly what: string;
  readonly journey?: object;
  /** How the run comes to where they meet. */
  readonly begin: (play: Play) => unknown;
  readonly one: Told;
  readonly other: Told;
  /** All that the world was asked to do since, when `one` came first. */
  readonly oneFirst: readonly string[];
  readonly otherFirst: readonly string[];
  /** A copy counts once more: each event comes once, the inbox of the service sees to it. */
  readonly counts?: true;
}

const STEPS = [
  {
    id: 'tell',
    escalate: [
      { push: 'a-push', until: 'opened', within: 'PT15M' },
      { sms: 'a-sms', until: 'delivered', within: 'PT10M' },
    ],
    then: { reached: 'done', exhausted: 'gone' },
  },
  { id: 'gone', end: 'not-told' },
  { id: 'done', end: 'told' },
];

/** A journey of two rungs, a push and a text, with an exit. */
export const raced = (change: object = {}): object => ({
  journey: 'order-shipped',
  purpose: 'transactional',
  start: { on: 'com.shop.order.shipped' },
  exit: [{ on: 'com.shop.order.cancelled' }],
  steps: STEPS,
  ...change,
});

/** The clock is there, and no timer has fired yet. */
const at = (seconds: number) => (play: Play) => void (play.now = NOON + seconds * 1_000);
const then =
  (...all: readonly ((play: Play) => unknown)[]) =>
  (play: Play) =>
    all.forEach((tell) => tell(play));

const timer: Told = ['the timer fires', (play) => play.pass(0)];
const exit: Told = ['its exit comes', (play) => play.event('com.shop.order.cancelled')];
const opened: Told = ['the push is opened', (play) => play.receipt(1, 'opened', 'tell')];
const accepted = (rung: number, what = 'its acceptance is read'): Told => [
  what,
  (play) => play.accepted(rung, 'tell'),
];
const ended = (
  rung: number,
  outcome: 'failed' | 'withdrawn' | 'unknown' | 'expired',
  answers = false,
): Told => [`delivery tells ${outcome}`, (play) => play.attempted(rung, outcome, { step: 'tell', answers })];
const answered = (seconds: number): Told => [
  `delivery answers that it was accepted ${seconds} s ago`,
  (play) =>
    play.tell({
      kind: 'attempted',
      messageId: play.message(1, 'tell'),
      request: 0,
      outcome: 'accepted',
      acceptedAt: play.now - seconds * 1_000,
      answersWithdrawal: true,
      why: { rule: 'accepted', values: {} },
    }),
];

const acceptedPush = (play: Play): unknown => play.accepted(1);
const unknownPush = (play: Play): unknown => play.attempted(1, 'unknown');
/** The push was accepted, and nobody opened it: the text is asked for. */
const atText = then(acceptedPush, (play) => play.pass(900));
const UNREAD = '900 withdraw push (unread)';

/** A rung against its reaction. */
const OF_REACTIONS: readonly Race[] = [
  {
    what: 'a signal and the end of the time to react',
    begin: then(acceptedPush, at(900)),
    one: opened,
    other: timer,
    oneFirst: ['900 end told'],
    otherFirst: [UNREAD, '900 request sms', '900 withdraw sms (reacted)', '900 end told'],
  },
  {
    what: 'a signal to an earlier rung and the acceptance of the next',
    begin: atText,
    one: opened,
    other: accepted(2),
    oneFirst: ['900 withdraw sms (reacted)', '900 end told'],
    otherFirst: ['900 withdraw sms (reacted)', '900 end told'],
  },
  {
    what: 'a signal to an earlier rung and the failure of the last',
    begin: atText,
    one: opened,
    other: ended(2, 'failed'),
    oneFirst: ['900 withdraw sms (reacted)', '900 end told'],
    otherFirst: ['900 end not-told'],
  },
  {
    what: 'a signal to an earlier rung and a refusal of the recipient as a whole',
    begin: atText,
    one: opened,
    other: ['consent refuses', (play) => play.refused(2, 'recipient', 'tell')],
    oneFirst: ['900 withdraw sms (reacted)', '900 end told'],
    otherFirst: ['900 end not-told'],
  },
  {
    what: 'a signal and the acceptance that it came before',
    begin: () => undefined,
    one: opened,
    other: accepted(1),
    oneFirst: ['0 end told'],
    otherFirst: ['0 end told'],
  },
  {
    what: 'a report that it will not arrive and the acceptance that it came before',
    begin: () => undefined,
    one: ['it is undelivered', (play) => play.receipt(1, 'undelivered', 'tell')],
    other: accepted(1),
    oneFirst: ['0 request sms'],
    otherFirst: ['0 request sms'],
  },
  {
    what: 'a delivery and a report that it will not arrive',
    begin: acceptedPush,
    one: ['it is delivered', (play) => play.receipt(1, 'delivered', 'tell')],
    other: ['it is undelivered', (play) => play.receipt(1, 'undelivered', 'tell')],
    oneFirst: [],
    otherFirst: ['0 request sms'],
  },
];

/** A withdrawal against what became of the message. */
const OF_WITHDRAWALS: readonly Race[] = [
  {
    what: 'an acceptance and the end of the time to react to what was unknown',
    begin: then(unknownPush, at(900)),
    one: accepted(1),
    other: timer,
    oneFirst: [],
    otherFirst: [UNREAD],
  },
  {
    what: 'the acceptance that answers a withdrawal and the end of the ten seconds',
    begin: then(unknownPush, (play) => play.pass(905), at(910)),
    one: answered(60),
    other: timer,
    oneFirst: [],
    otherFirst: ['910 request sms'],
  },
  {
    what: 'an acceptance long ago that answers a withdrawal and the end of the ten seconds',
    begin: then(unknownPush, (play) => play.pass(905), at(910)),
    one: answered(1_000),
    other: timer,
    oneFirst: ['910 request sms'],
    otherFirst: ['910 request sms'],
  },
  {
    what: 'a signal within the ten seconds and the answer',
    begin: then(unknownPush, (play) => play.pass(905)),
    one: opened,
    other: ended(1, 'unknown', true),
    oneFirst: ['905 end told'],
    otherFirst: ['905 request sms', '905 withdraw sms (reacted)', '905 end told'],
  },
  {
    what: 'a signal within the ten seconds and their end',
    begin: then(unknownPush, (play) => play.pass(905), at(910)),
    one: opened,
    other: timer,
    oneFirst: ['910 end told'],
    otherFirst: ['910 request sms', '910 withdraw sms (reacted)', '910 end told'],
  },
  {
    what: 'an unknown outcome and the acceptance that settles it',
    begin: () => undefined,
    one: ended(1, 'unknown'),
    other: accepted(1),
    oneFirst: [],
    otherFirst: [],
  },
  {
    what: 'an unknown outcome and the failure that settles it',
    begin: () => undefined,
    one: ended(1, 'unknown'),
    other: ended(1, 'failed'),
    oneFirst: ['0 request sms'],
    otherFirst: ['0 request sms'],
  },
  {
    what: 'a deferral and the withdrawal by a signal to an earlier rung',
    begin: atText,
    one: ['consent defers it', (play) => play.deferred(2, 3_600, { step: 'tell' })],
    other: opened,
    oneFirst: ['900 withdraw sms (reacted)', '900 end told'],
    otherFirst: ['900 withdraw sms (reacted)', '900 end told'],
  },
  {
    what: 'the time to ask again and a signal to an earlier rung',
    begin: then(atText, (play) => play.deferred(2, 60), at(960)),
    one: timer,
    other: opened,
    oneFirst: ['960 request sms again (1)', '960 withdraw sms (reacted)', '960 end told'],
    otherFirst: ['960 withdraw sms (reacted)', '960 end told'],
  },
  {
    what: 'an opt-out and the acceptance of what it covers',
    begin: () => undefined,
    one: ['an opt-out covers it', (play) => play.optedOut(1)],
    other: accepted(1),
    oneFirst: ['0 withdraw push (opted-out)', '0 request sms'],
    otherFirst: [],
  },
  {
    what: 'an opt-out and a signal to an earlier rung',
    begin: atText,
    one: ['an opt-out covers the text', (play) => play.optedOut(2)],
    other: opened,
    oneFirst: ['900 withdraw sms (opted-out)', '900 end not-told'],
    otherFirst: ['900 withdraw sms (reacted)', '900 end told'],
  },
];

/** The end of the run against its messages. */
const OF_ENDS: readonly Race[] = [
  {
    what: 'an exit and an acceptance',
    begin: () => undefined,
    one: exit,
    other: accepted(1),
    oneFirst: ['0 withdraw push (ended)', '0 end cancelled'],
    otherFirst: ['0 end cancelled'],
  },
  {
    what: 'an exit and a failure upon which the next message is asked for',
    begin: () => undefined,
    one: exit,
    other: ended(1, 'failed'),
    oneFirst: ['0 withdraw push (ended)', '0 end cancelled'],
    otherFirst: ['0 request sms', '0 withdraw sms (ended)', '0 end cancelled'],
  },
  {
    what: 'an exit and a signal',
    begin: acceptedPush,
    one: exit,
    other: opened,
    oneFirst: ['0 end cancelled'],
    otherFirst: ['0 end told'],
  },
  {
    what: 'the expiry and an acceptance',
    journey: raced({ expires: 'PT30M' }),
    begin: at(1_800),
    one: timer,
    other: accepted(1),
    oneFirst: ['1800 withdraw push (expired)', '1800 end expired'],
    otherFirst: ['1800 end expired'],
  },
  {
    what: 'the expiry and a failure upon which the next message is asked for',
    journey: raced({ expires: 'PT30M' }),
    begin: at(1_800),
    one: timer,
    other: ended(1, 'failed'),
    oneFirst: ['1800 withdraw push (expired)', '1800 end expired'],
    otherFirst: ['1800 request sms', '1800 withdraw sms (expired)', '1800 end expired'],
  },
  {
    what: 'the expiry and a signal',
    journey: raced({ expires: 'PT30M' }),
    begin: then((play) => play.pass(1_000), acceptedPush, at(1_800)),
    one: timer,
    other: opened,
    oneFirst: ['1800 end expired'],
    otherFirst: ['1800 end told'],
  },
];

/** Every race of an escalation and of the run around it. */
export const ESCALATION_RACES: readonly Race[] = [...OF_REACTIONS, ...OF_WITHDRAWALS, ...OF_ENDS];

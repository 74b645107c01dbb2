import type { Channel, MessageRequested, MessageWithdrawn } from '@hermod/contracts';
import type { RecordToProduce } from '@hermod/testing';
import { attempted, decided, event, receipt } from './facts.ts';

/** A run that stands where a fact and its timer meet. */
export interface Racing {
  readonly recipient: string;
  readonly run: string;
  /** What starts its journey; other events of the scene begin with it. */
  readonly on: string;
  readonly asked: Readonly<Partial<Record<Channel, MessageRequested>>>;
}

type Fact = (at: Racing) => RecordToProduce;

/** A timer that is due while the fact that changes everything is published, and unread. */
export interface RaceScene {
  readonly it: string;
  readonly steps: (on: string) => readonly object[];
  /** How many messages the run asks for before. */
  readonly asks: number;
  /** What is told and handled before; a text is the beginning of the name of a timer that fires then. */
  readonly before?: readonly (Fact | string)[];
  /** The beginning of the name of the timer that is due. */
  readonly due: string;
  readonly unread: Fact;
  /** What is told afterwards. */
  readonly then?: Fact;
  readonly outcome: string;
  /** How often it was asked for messages in the end, and why some were taken back. */
  readonly asked: number;
  readonly withdrawn?: readonly MessageWithdrawn['reason'][];
}

const ENDS = ['yes', 'no'].map((end) => ({ id: end, end }));
const THEN = { reached: 'yes', exhausted: 'no' };
const PUSH = { push: 'shipped-push', until: 'opened', within: 'PT1H' };
const SMS = { sms: 'shipped-sms', until: 'delivered', within: 'PT1H' };
const rungs = (): object[] => [{ id: 'tell', escalate: [PUSH, SMS], then: THEN }, ...ENDS];

const opened: Fact = ({ asked }) => receipt(asked.push!, 'opened');
const accepted: Fact = ({ asked }) => attempted(asked.push!, 'accepted');
const comes =
  (what: string): Fact =>
  ({ on, recipient }) =>
    event(`${on}.${what}`, recipient);
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

export const RACE_SCENES: readonly RaceScene[] = [
  {
    it: 'an awaited event that came in time is taken, though the wait is over when it is read',
    steps: (on) => [
      { id: 'pay', wait: { on: `${on}.paid`, within: 'PT1H' }, then: { happened: 'yes', timeout: 'no' } },
      ...ENDS,
    ],
    asks: 0,
    due: 'wait',
    unread: comes('paid'),
    outcome: 'yes',
    asked: 0,
  },
  {
    it: 'the last event that is collected came in time, though its time is over when it is read',
    steps: (on) => [
      { id: 'all', collect: { on: `${on}.cart`, for: 'PT1H', as: 'items' } },
      { id: 'count', branch: [{ when: 'size(vars.items) == 2', then: 'yes' }], else: 'no' },
      ...ENDS,
    ],
    asks: 0,
    before: [comes('cart')],
    due: 'wait',
    unread: comes('cart'),
    outcome: 'yes',
    asked: 0,
  },
  {
    it: 'the signal that a send awaits came in time',
    steps: () => [
      {
        id: 'tell',
        send: [{ push: 'shipped-push' }],
        await: 'any',
        until: 'opened',
        within: 'PT1H',
        then: { reached: 'yes', sent: 'no', failed: 'no' },
      },
      ...ENDS,
    ],
    asks: 1,
    before: [accepted],
    due: 'await',
    unread: opened,
    outcome: 'yes',
    asked: 1,
  },
  {
    it: 'an exit that came before the end of the time to react ends the run, and no next message is asked for',
    steps: rungs,
    asks: 1,
    before: [accepted],
    due: 'react',
    unread: comes('over'),
    outcome: 'cancelled',
    asked: 1,
  },
  {
    it: 'a push that was opened while the answer to its withdrawal is awaited is reached',
    steps: rungs,
    asks: 1,
    before: [({ asked }) => attempted(asked.push!, 'unknown'), 'react'],
    due: 'leave',
    unread: opened,
    outcome: 'yes',
    asked: 1,
    withdrawn: ['unread'],
  },
  {
    it: 'a push that turns out accepted by the answer to its withdrawal keeps the run on its rung',
    steps: rungs,
    asks: 1,
    before: [({ asked }) => attempted(asked.push!, 'unknown'), 'react'],
    due: 'leave',
    unread: ({ asked }) => attempted(asked.push!, 'accepted', { answersWithdrawal: true }),
    then: opened,
    outcome: 'yes',
    asked: 1,
    withdrawn: ['unread'],
  },
  {
    it: 'what was deferred is not asked for again when an earlier rung was opened before',
    steps: rungs,
    asks: 2,
    before: [({ asked }) => decided(asked.sms!, { decision: 'deferred', until: inAnHour() })],
    due: 'again',
    unread: opened,
    outcome: 'yes',
    asked: 2,
    withdrawn: ['reacted'],
  },
  {
    it: 'a message that was accepted before its run expired is not taken back',
    steps: rungs,
    asks: 1,
    due: 'expiry',
    unread: accepted,
    outcome: 'expired',
    asked: 1,
  },
  {
    it: 'a push that was opened before its run expired is reached',
    steps: rungs,
    asks: 1,
    before: [accepted],
    due: 'expiry',
    unread: opened,
    outcome: 'yes',
    asked: 1,
  },
];

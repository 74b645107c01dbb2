import { describe, expect, it } from 'vitest';
import { Play } from '../../test/play.ts';

const TELL = {
  id: 'tell',
  escalate: [
    { push: 'a-push', until: 'opened', within: 'PT15M' },
    { rcs: 'a-rcs', until: 'read', within: 'PT2H' },
    { sms: 'a-sms', until: 'delivered', within: 'PT10M' },
  ],
  then: { reached: 'done', exhausted: 'gone' },
};
const ENDS = [
  { id: 'gone', end: 'not-told' },
  { id: 'done', end: 'told' },
];
const journey = (change: object = {}): object => ({
  journey: 'order-shipped',
  purpose: 'transactional',
  start: { on: 'com.shop.order.shipped' },
  steps: [TELL, ...ENDS],
  ...change,
});

interface Scene {
  /** A sentence. */
  readonly it: string;
  readonly journey?: object;
  readonly play: (play: Play) => Play;
  /** All that the world was asked to do after the first push was requested. */
  readonly did: readonly string[];
}

const SCENES: readonly Scene[] = [
  {
    it: 'ends as reached when the first rung is opened',
    play: (p) => p.accepted(1).pass(60).receipt(1, 'opened'),
    did: ['60 end told'],
  },
  {
    it: 'takes a stronger signal for a weaker one',
    play: (p) => p.accepted(1).receipt(1, 'clicked'),
    did: ['0 end told'],
  },
  {
    it: 'is not content with a weaker signal, nor with a dismissal',
    play: (p) => p.accepted(1).receipt(1, 'delivered').receipt(1, 'dismissed').pass(899),
    did: [],
  },
  {
    it: 'withdraws what nobody opened, and goes on at once: its acceptance is all that an answer could say',
    play: (p) =>
      p.accepted(1).receipt(1, 'delivered').pass(902).attempted(1, 'accepted', { answers: true }).pass(60),
    did: ['900 withdraw push (unread)', '900 request rcs'],
  },
  {
    it: 'waits for the answer where nobody knows what became of the message',
    play: (p) => p.attempted(1, 'unknown').pass(902).attempted(1, 'unknown', { answers: true }).pass(60),
    did: ['900 withdraw push (unread)', '902 request rcs'],
  },
  {
    it: 'goes on after ten seconds when nobody answers the withdrawal',
    play: (p) => p.attempted(1, 'unknown').pass(1_000),
    did: ['900 withdraw push (unread)', '910 request rcs'],
  },
  {
    it: 'takes no receipt for the answer to a withdrawal',
    play: (p) => p.attempted(1, 'unknown').pass(902).receipt(1, 'delivered').pass(60),
    did: ['900 withdraw push (unread)', '910 request rcs'],
  },
  {
    it: 'does not wait for an answer when it is critical',
    journey: journey({ purpose: 'critical' }),
    play: (p) => p.accepted(1).pass(899).pass(1),
    did: ['900 end expired'],
  },
  {
    it: 'does not wait for an answer when it is critical and there is time left',
    journey: journey({ purpose: 'critical', expires: 'P1D' }),
    play: (p) => p.accepted(1).pass(900).attempted(1, 'accepted', { step: 'tell', answers: true }),
    did: ['900 withdraw push (unread)', '900 request rcs'],
  },
  {
    it: 'ends as reached when the signal comes while it waits for the answer',
    play: (p) =>
      p
        .attempted(1, 'unknown')
        .pass(905)
        .receipt(1, 'opened')
        .attempted(1, 'accepted', { step: 'tell', answers: true }),
    did: ['900 withdraw push (unread)', '905 end told'],
  },
  {
    it: 'counts the time to react from acceptance, not from the request',
    play: (p) => p.pass(600).accepted(1).pass(899).pass(1),
    did: ['1500 withdraw push (unread)', '1500 request rcs'],
  },
  {
    it: 'goes on at once when the channel is refused',
    play: (p) => p.refused(1),
    did: ['0 request rcs'],
  },
  {
    it: 'is exhausted at once when the recipient as a whole is refused: it never jumps to a paid channel',
    play: (p) => p.refused(1, 'recipient'),
    did: ['0 end not-told'],
  },
  ...(['failed', 'expired', 'withdrawn'] as const).map((outcome) => ({
    it: `goes on at once when the hand-over ${outcome === 'withdrawn' ? 'is withdrawn' : outcome}`,
    play: (p: Play) => p.attempted(1, outcome),
    did: ['0 request rcs'],
  })),
  {
    it: 'goes on at once when the provider says that it will not arrive',
    play: (p) => p.accepted(1).pass(5).receipt(1, 'undelivered'),
    did: ['5 request rcs'],
  },
  {
    it: 'does not believe an undelivered after a delivered',
    play: (p) => p.accepted(1).receipt(1, 'delivered').receipt(1, 'undelivered').pass(60),
    did: [],
  },
  {
    it: 'ends as reached when what was reported undelivered is opened after all',
    play: (p) => p.accepted(1).receipt(1, 'undelivered').pass(5).receipt(1, 'opened'),
    did: ['0 request rcs', '5 withdraw rcs (reacted)', '5 end told'],
  },
  {
    it: 'ends as reached when an earlier rung is opened late, and withdraws the later one',
    play: (p) => p.accepted(1).pass(910).accepted(2).pass(60).receipt(1, 'opened'),
    did: ['900 withdraw push (unread)', '900 request rcs', '970 withdraw rcs (reacted)', '970 end told'],
  },
  {
    it: 'does not end for a late delivery of an earlier rung that was to be opened',
    play: (p) => p.accepted(1).pass(910).accepted(2).pass(60).receipt(1, 'delivered'),
    did: ['900 withdraw push (unread)', '900 request rcs'],
  },
  {
    it: 'is exhausted after the last rung',
    play: (p) => p.refused(1).attempted(2, 'failed').attempted(3, 'expired'),
    did: ['0 request rcs', '0 request sms', '0 end not-told'],
  },
  {
    it: 'counts the time to react to an unknown outcome from the call',
    play: (p) => p.pass(5).attempted(1, 'unknown').pass(1_000),
    did: ['905 withdraw push (unread)', '915 request rcs'],
  },
  {
    it: 'ends as reached when an unknown outcome turns out to be opened',
    play: (p) => p.attempted(1, 'unknown').pass(5).receipt(1, 'opened'),
    did: ['5 end told'],
  },
  {
    it: 'counts anew from the acceptance when an unknown outcome turns out accepted',
    play: (p) => p.attempted(1, 'unknown').pass(30).accepted(1).pass(1_000),
    did: ['930 withdraw push (unread)', '930 request rcs'],
  },
  {
    it: 'stays on its rung when what was withdrawn as unknown turns out accepted, for the time to react',
    play: (p) => p.attempted(1, 'unknown').pass(905).attempted(1, 'accepted', { answers: true }).pass(2_000),
    did: ['900 withdraw push (unread)', '1805 request rcs'],
  },
  {
    it: 'is reached on the rung on which it stayed',
    play: (p) =>
      p
        .attempted(1, 'unknown')
        .pass(905)
        .attempted(1, 'accepted', { answers: true })
        .pass(60)
        .receipt(1, 'opened'),
    did: ['900 withdraw push (unread)', '965 end told'],
  },
  {
    it: 'goes on when what was withdrawn as unknown stays unknown',
    play: (p) => p.attempted(1, 'unknown').pass(905).attempted(1, 'unknown', { answers: true }),
    did: ['900 withdraw push (unread)', '905 request rcs'],
  },
  {
    it: 'goes on at once when an unknown outcome turns out failed',
    play: (p) => p.attempted(1, 'unknown').pass(30).attempted(1, 'failed'),
    did: ['30 request rcs'],
  },
  {
    it: 'takes a signal before the acceptance for what it is',
    play: (p) => p.receipt(1, 'opened').accepted(1, 'tell'),
    did: ['0 end told'],
  },
  {
    it: 'remembers a delivery that was reported before the acceptance',
    journey: journey({ steps: [{ ...TELL, escalate: TELL.escalate.slice(2) }, ...ENDS] }),
    play: (p) => p.receipt(1, 'delivered').accepted(1, 'tell').pass(4_000),
    did: ['0 end told'],
  },
  {
    it: 'goes on when an opt-out covers the rung it stands on, and withdraws it',
    play: (p) => p.optedOut(1).pass(5),
    did: ['0 withdraw push (opted-out)', '0 request rcs'],
  },
  {
    it: 'does not mind an opt-out from what was handed over already',
    play: (p) => p.accepted(1).optedOut(1),
    did: [],
  },
  {
    it: 'stands still for what it knows already',
    play: (p) =>
      p.accepted(1).accepted(1).receipt(1, 'delivered').receipt(1, 'delivered').accepted(1).pass(899),
    did: [],
  },
  {
    it: 'does not mind what concerns no message of its own',
    play: (p) => p.receipt(1, 'opened', 'another-step').accepted(7).refused(9),
    did: [],
  },
];

describe('an escalation', () => {
  it.each(SCENES)('$it', ({ journey: document, play, did }) => {
    const { did: all } = play(new Play(document ?? journey()));
    expect(all.slice(1)).toEqual(did);
  });

  it('tells a late signal as late, and changes nothing after the end', () => {
    const play = new Play(journey()).accepted(1).receipt(1, 'opened');
    const ended = play.run;
    play.pass(5).receipt(1, 'clicked', 'tell').accepted(1, 'tell').event('x').pass(100_000);
    expect(play.told).toContain('5 clicked (late)');
    expect(play.run).toMatchObject({ status: 'ended', outcome: 'told', endedAt: ended.endedAt, timers: {} });
    expect(play.did).toEqual(['0 request push', '0 end told']);
  });

  it('tells what a person did with a withdrawn message as late', () => {
    const play = new Play(journey()).accepted(1).pass(910).receipt(1, 'delivered');
    expect(play.told.at(-1)).toBe('910 delivered (late)');
  });

  it('gives a hand-over as long as the reaction, not under a minute and not over an hour', () => {
    const document = journey({
      steps: [
        {
          id: 'tell',
          escalate: [
            { push: 'a', until: 'opened', within: 'PT10S' },
            { rcs: 'b', until: 'read', within: 'PT15M' },
            { sms: 'c', until: 'delivered', within: 'PT2H' },
          ],
        },
      ],
    });
    const handOvers: number[] = [];
    const play = new Play(document);
    for (const rung of [1, 2, 3]) {
      for (const effect of play.effects)
        if (effect.kind === 'request') handOvers.push(effect.intent.handOverWithinMs);
      play.refused(rung);
    }
    expect(handOvers).toEqual([60_000, 900_000, 3_600_000]);
  });
});

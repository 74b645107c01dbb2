import type { AttemptOutcome } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { Play } from '../../test/play.ts';

const journey = (steps: readonly object[]): object => ({
  journey: 'any',
  purpose: 'transactional',
  start: { on: 'com.shop.order.shipped' },
  steps: [...steps, { id: 'out', end: 'out' }, { id: 'over', end: 'over' }],
});
const BOTH = journey([
  { id: 'tell', send: [{ push: 'a' }, { sms: 'b' }], then: { sent: 'out', failed: 'over' } },
]);
const IN_TURN = journey([
  {
    id: 'tell',
    escalate: [
      { sms: 'a', until: 'delivered', within: 'PT15M' },
      { email: 'b', until: 'opened', within: 'PT15M' },
    ],
    then: { reached: 'out', exhausted: 'over' },
  },
]);

/** Tells a run both in each order, then the rest. */
function bothWays(
  document: object,
  pair: readonly [(play: Play) => unknown, (play: Play) => unknown],
  then: (play: Play) => unknown = () => undefined,
): [Play, Play] {
  return [pair, pair.toReversed()].map((order) => {
    const play = new Play(document);
    for (const tell of [...order, then]) tell(play);
    return play;
  }) as [Play, Play];
}

describe('an opt-out and the end of the hand-over that it covers', () => {
  it.each<[AttemptOutcome, string]>([
    ['accepted', 'out'],
    ['unknown', 'out'],
    ['failed', 'over'],
    ['withdrawn', 'over'],
  ])('%s: lead a send to the same end in either order', (outcome, end) => {
    const plays = bothWays(
      BOTH,
      [(play) => play.optedOut(2), (play) => play.attempted(2, outcome, { step: 'tell', answers: true })],
      (play) => play.attempted(1, 'failed', { step: 'tell' }),
    );
    expect(plays.map(({ run }) => run.outcome)).toEqual([end, end]);
    expect(plays.map((play) => play.run.messages[play.message(2, 'tell')]!.state)).toEqual([
      outcome,
      outcome,
    ]);
  });

  it('leave the rung behind in either order when it was not handed over', () => {
    const plays = bothWays(IN_TURN, [(play) => play.optedOut(1), (play) => play.attempted(1, 'withdrawn')]);
    const ends = plays.map(({ run: { position }, ...play }) => ({ position, did: play.did.at(-1) }));
    expect(ends[0]).toEqual(ends[1]);
    expect(ends[0]).toMatchObject({ did: '0 request email' });
  });
});

it("consent's refusal and delivery's answer to a withdrawal leave the message withdrawn in either order", () => {
  const expired = (answers: readonly [(play: Play) => unknown, (play: Play) => unknown]): Play => {
    // Given back by delivery, asked for again, and then the run's time was up.
    const play = new Play({ ...IN_TURN, expires: 'PT30M' }).attempted(1, 'deferred').pass(1_800);
    for (const answer of answers) answer(play);
    return play;
  };
  const refusal = (play: Play): Play => {
    const messageId = play.message(1, 'tell');
    const why = { rule: 'withdrawn before decision', values: {} };
    return play.tell({ kind: 'decided', messageId, request: 1, decision: 'refused', of: 'channel', why });
  };
  const answer = (play: Play): Play => play.attempted(1, 'withdrawn', { step: 'tell', answers: true });
  const [one, other] = [expired([refusal, answer]), expired([answer, refusal])];
  expect(one.run.outcome).toBe('expired');
  expect(one.run).toEqual(other.run);
});

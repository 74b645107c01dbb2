import { describe, expect, it } from 'vitest';
import { Play } from '../../test/play.ts';
import { raced } from '../../test/races.ts';

const LIMIT_S = 900;
const UP_TO_AN_HOUR_S = 3_600;

describe('a provider that is down for an hour', () => {
  const journey = raced({ expires: 'P1D' });

  it('lets the next rung go on at the limit of the hand-over, which delivery tells', () => {
    const run = new Play(journey).pass(LIMIT_S).attempted(1, 'expired');
    expect(run.did).toEqual(['0 request push', '900 request sms']);
    expect(run.accepted(2).receipt(2, 'delivered').did.at(-1)).toBe('900 end told');
  });

  it.each([
    ['refuses connections', 'expired'],
    ['answers only errors', 'failed'],
  ] as const)('and %s is told in the story, and its message is never asked for again', (_, outcome) => {
    const run = new Play(journey).pass(LIMIT_S).attempted(1, outcome);
    const push = run.message(1);
    // The same fact once more, a deferral that was on its way, and the whole time that is left.
    run.attempted(1, outcome).deferred(1, 60).attempted(1, 'deferred').accepted(2);
    run.pass(UP_TO_AN_HOUR_S);
    expect(run.did.filter((line) => line.includes('push'))).toEqual(['0 request push']);
    expect(run.run.messages[push]).toMatchObject({ state: outcome, request: 0 });
    expect(run.told).toContain(`900 ${outcome}`);
  });

  it('goes through all rungs and ends as exhausted when every provider is down', () => {
    const run = new Play(journey).pass(LIMIT_S).attempted(1, 'expired').pass(600).attempted(2, 'expired');
    expect(run.did).toEqual(['0 request push', '900 request sms', '1500 end not-told']);
  });

  it('counts the limit anew when a deferral was between: a new permission, a new hand-over', () => {
    const run = new Play(journey).deferred(1, 7_200).pass(7_200);
    const [again] = run.effects.filter((effect) => effect.kind === 'request');
    expect(again).toMatchObject({ request: 1, intent: { handOverWithinMs: LIMIT_S * 1_000 } });
  });

  it('for which the sends of a step wait at most an hour each', () => {
    const steps = [
      { id: 'tell', send: [{ push: 'a' }, { sms: 'b' }], then: { sent: 'told', failed: 'gone' } },
      { id: 'told', end: 'told' },
      { id: 'gone', end: 'not-told' },
    ];
    const run = new Play(raced({ steps }));
    const limits = run.effects.flatMap((effect) =>
      effect.kind === 'request' ? effect.intent.handOverWithinMs : [],
    );
    expect(limits).toEqual([UP_TO_AN_HOUR_S * 1_000, UP_TO_AN_HOUR_S * 1_000]);
    run.accepted(2).pass(UP_TO_AN_HOUR_S).attempted(1, 'expired');
    expect(run.did.at(-1)).toBe('3600 end told');
  });

  it('while delivery itself is down lets the run expire, which takes the message back', () => {
    const run = new Play(raced({ expires: 'PT1H' })).pass(UP_TO_AN_HOUR_S);
    expect(run.did).toEqual(['0 request push', '3600 withdraw push (expired)', '3600 end expired']);
    run.attempted(1, 'withdrawn', { step: 'tell', answers: true }).pass(UP_TO_AN_HOUR_S);
    expect(run.did).toHaveLength(3);
  });
});

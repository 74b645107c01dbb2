import { describe, expect, it } from 'vitest';
import { at, attemptIn, callOf, evidenceOf } from './evidence-of.ts';
import { nothingStuck } from './nothing-stuck.ts';
import { recovery } from './recovery.ts';

describe('nothing is stuck', () => {
  it('when nothing is left', () => {
    expect(nothingStuck.check(evidenceOf())).toEqual({ tested: 6 + 7, breaches: [] });
  });

  it.each(['queued', 'timers', 'outbox', 'started', 'unread'] as const)(
    'but when something is left: %s',
    (what) => {
      const { breaches } = nothingStuck.check(evidenceOf((world) => (world.left[what] = 3)));
      expect(breaches).toHaveLength(1);
      expect(breaches[0]!.words).toMatch(/^3 .* are left$/);
    },
  );

  it('but by an attempt that nobody closed', () => {
    const { breaches } = nothingStuck.check(
      evidenceOf((world) => (attemptIn(world, 'bo-push').state = 'started')),
    );
    expect(breaches).toEqual([{ words: 'attempt bo-push-1 is still started', message: 'bo-push' }]);
  });

  it('but when it never came to rest', () => {
    const { breaches } = nothingStuck.check(evidenceOf((world) => (world.quietAt = undefined)));
    expect(breaches).toEqual([{ words: 'it never came to rest' }]);
  });
});

describe('recovery', () => {
  it('may take 60 s from the end of the last fault', () => {
    expect(recovery.check(evidenceOf((world) => (world.quietAt = at(13 + 60))))).toEqual({
      tested: 1,
      breaches: [],
    });
  });

  it('may not take longer, or for ever', () => {
    const late = evidenceOf((world) => (world.quietAt = at(13 + 60) + 1));
    expect(recovery.check(late).breaches).toEqual([{ words: 'it took 60001 ms to come to rest' }]);
    const never = evidenceOf((world) => (world.quietAt = undefined));
    expect(recovery.check(never).breaches).toHaveLength(1);
  });

  it('begins when a mail that its server has put off may be tried again', () => {
    const putOff = evidenceOf((world) => {
      world.quietAt = at(14 + 60 + 60);
      world.calls.push({
        ...callOf('cy-sms', 'smpp', 14),
        provider: 'smtp',
        acceptedAt: undefined,
        outcome: 'throttled',
      });
    });
    expect(recovery.check(putOff).breaches).toEqual([]);
  });
});

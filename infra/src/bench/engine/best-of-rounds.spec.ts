import { expect, it } from 'vitest';
import { bestOfRounds } from './best-of-rounds.ts';

it('counts what was done in each round, the first one apart', () => {
  let calls = 0;
  const pace = bestOfRounds(3, 0, () => {
    calls += 1;
    return 10;
  });
  expect(calls).toBe(4);
  expect(pace.rounds).toBe(3);
  expect(pace.perSecond).toBeGreaterThanOrEqual(pace.worstPerSecond);
  expect(pace.worstPerSecond).toBeGreaterThan(0);
});

import { describe, expect, it } from 'vitest';
import { mulberry32, rollFate } from './dice.ts';
import { FaultPlan } from './fault-plan.ts';

function plan(rates: Record<string, number>, more: object = {}): FaultPlan {
  return FaultPlan.parse({ rates, ...more });
}

function fates(of: FaultPlan, seed: number, count: number) {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => rollFate(of, random));
}

describe('mulberry32', () => {
  it('gives the known sequence of its seed', () => {
    const random = mulberry32(1);
    expect([random(), random(), random()].map((drawn) => drawn.toFixed(6))).toEqual([
      '0.627074',
      '0.002736',
      '0.527447',
    ]);
  });
});

describe('the fate of calls', () => {
  it('repeats itself under the same seed', () => {
    const mixed = plan({ refuse: 0.2, resetAfterAccept: 0.3, earlyReceipt: 0.5 });
    expect(fates(mixed, 7, 50)).toEqual(fates(mixed, 7, 50));
    expect(fates(mixed, 7, 50)).not.toEqual(fates(mixed, 8, 50));
  });

  it('is always well without rates and always bad with a rate of 1', () => {
    expect(new Set(fates(plan({}), 1, 200).map((fate) => fate.answer))).toEqual(new Set(['accept']));
    expect(new Set(fates(plan({ throttle: 1 }), 1, 200).map((fate) => fate.answer))).toEqual(
      new Set(['throttle']),
    );
  });

  it('shares calls out by the rates', () => {
    const answers = fates(plan({ refuse: 0.1, error: 0.3 }), 42, 10_000).map((fate) => fate.answer);
    const share = (answer: string) => answers.filter((one) => one === answer).length / answers.length;
    expect(share('refuse')).toBeCloseTo(0.1, 1);
    expect(share('error')).toBeCloseTo(0.3, 1);
    expect(share('accept')).toBeCloseTo(0.6, 1);
  });

  it('leaves the other dice alone when one rate changes', () => {
    const before = fates(plan({ undelivered: 0.5 }), 3, 100).map((fate) => fate.undelivered);
    const after = fates(plan({ undelivered: 0.5, refuse: 0.9 }), 3, 100).map((fate) => fate.undelivered);
    expect(after).toEqual(before);
  });
});

describe('a fault plan', () => {
  it.each([
    ['a rate beyond 1', { rates: { error: 1.5 } }],
    ['an unknown fault', { rates: { explode: 1 } }],
    ['more answers than calls', { rates: { error: 0.6, refuse: 0.6 } }],
    ['a negative latency', { latencyMs: -1 }],
  ])('refuses %s', (_name, body) => {
    expect(FaultPlan.safeParse(body).success).toBe(false);
  });
});

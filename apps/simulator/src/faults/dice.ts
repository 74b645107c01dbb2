import { ANSWER_FAULTS, type AnswerFault, type FaultPlan } from './fault-plan.ts';

/** What is going to happen to one call. */
export interface Fate {
  readonly answer: 'accept' | AnswerFault;
  readonly duplicateReceipt: boolean;
  readonly earlyReceipt: boolean;
  readonly noReceipt: boolean;
  readonly undelivered: boolean;
  /** Time between acceptance and answer. */
  readonly latencyMs: number;
}

/**
 * mulberry32 (Tommy Ettinger, public domain): a 32-bit generator whose whole state is its seed.
 * @returns a function that gives numbers in [0, 1).
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The fate of the next call. Draws five numbers whatever the rates are, so that changing one rate leaves
 * the dice of the others as they were under the same seed.
 */
export function rollFate(plan: FaultPlan, random: () => number): Fate {
  const { rates, latencyMs } = plan;
  return {
    answer: pickAnswer(rates, random()),
    duplicateReceipt: random() < rates.duplicateReceipt,
    earlyReceipt: random() < rates.earlyReceipt,
    noReceipt: random() < rates.noReceipt,
    undelivered: random() < rates.undelivered,
    latencyMs,
  };
}

function pickAnswer(rates: FaultPlan['rates'], drawn: number): Fate['answer'] {
  let upTo = 0;
  for (const fault of ANSWER_FAULTS) {
    upTo += rates[fault];
    if (drawn < upTo) return fault;
  }
  return 'accept';
}

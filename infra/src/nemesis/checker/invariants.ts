import { afterStop } from './after-stop.ts';
import { answers } from './answers.ts';
import { atMostOnce } from './at-most-once.ts';
import { caughtUp } from './caught-up.ts';
import { consent } from './consent.ts';
import type { Invariant } from './invariant.ts';
import type { JourneyTimes } from './journey-times.ts';
import { noDouble } from './no-double.ts';
import { noInvention } from './no-invention.ts';
import { nothingLost } from './nothing-lost.ts';
import { nothingStuck } from './nothing-stuck.ts';
import { order } from './order.ts';
import { poison } from './poison.ts';
import { receiptsFold } from './receipts-fold.ts';
import { recovery } from './recovery.ts';
import { signalPrevents } from './signal-prevents.ts';
import { timers } from './timers.ts';
import { unknownBudget } from './unknown-budget.ts';

/** Names of the invariants in the order of the table; planted bugs name the one that has to catch them. */
export const INVARIANT_NAMES = [
  'nothing-lost',
  'nothing-stuck',
  'recovery',
  'no-invention',
  'no-double',
  'at-most-once',
  'unknown-budget',
  'after-stop',
  'caught-up',
  'signal-prevents',
  'answers',
  'order',
  'timers',
  'receipts-fold',
  'poison',
  'consent',
] as const;
export type InvariantName = (typeof INVARIANT_NAMES)[number];

/** Everything that must hold, for a load of these journeys. */
export function invariantsFor(times: JourneyTimes): readonly Invariant[] {
  return [
    nothingLost,
    nothingStuck,
    recovery,
    noInvention,
    noDouble,
    atMostOnce,
    unknownBudget,
    afterStop,
    caughtUp,
    signalPrevents(times),
    answers(times),
    order(times),
    timers(times),
    receiptsFold,
    poison,
    consent,
  ];
}

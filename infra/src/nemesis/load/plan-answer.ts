import type { Dice } from '../dice.ts';
import { ASKED_ON, type AskedOn, REPLIES, type Reply } from './journeys.ts';

/** How somebody answers a question. */
export interface PlannedAnswer {
  /** The channel on which it has to arrive; what comes before on others is left unanswered. */
  readonly on: AskedOn;
  readonly reply: Reply;
  /** From the arrival of the question. */
  readonly afterMs: number;
  /** Says the other reply a moment later. */
  readonly changesMind: boolean;
  /** Somebody who was not asked answers too, and before. */
  readonly hasStranger: boolean;
}

const ANSWERED = 0.8;
const CHANGING = 0.2;
const STRANGERS = 0.25;
/** Beyond the time of the rung, so that some answer a later rung's question by an earlier one, and some too late. */
const ANSWERED_WITHIN = 2;

/** @param withinMs how long the rung waits */
export function planAnswer(withinMs: number, dice: Dice): PlannedAnswer | undefined {
  const planned = {
    on: dice.pick(ASKED_ON),
    reply: dice.pick(REPLIES),
    afterMs: Math.round(dice.chance() * withinMs * ANSWERED_WITHIN),
    changesMind: dice.chance() < CHANGING,
    hasStranger: dice.chance() < STRANGERS,
  };
  return dice.chance() < ANSWERED ? planned : undefined;
}

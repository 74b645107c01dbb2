import { REPLY_WITHIN_MS } from '@hermod/contracts';
import type { AnsweredNumber } from '../../storage/answered-numbers.ts';

/** What of a text decides whether it is answered. */
export interface Answerable {
  readonly meaning: 'opt-out' | 'opt-in' | 'help';
  readonly at: Date;
}

const BETWEEN_HELPS_MS = 60_000;

/**
 * Whether a text is answered; its provider hasn't done so. A STOP once and within five minutes (47 CFR 64.1200(a)(12)), and
 * not again while the number is stopped and was answered less than five minutes before. A HELP always, at most once a minute
 * (CTIA: also to whoever has opted out). A START when it has lifted something.
 */
export function decideAnswer({ meaning, at }: Answerable, number: AnsweredNumber, now: Date): boolean {
  const { stopAt, helpAt, startAt, stoppedAt, liftedAt } = number;
  if (meaning === 'help') return helpAt === undefined || apartMs(at, helpAt) >= BETWEEN_HELPS_MS;
  if (now.getTime() >= at.getTime() + REPLY_WITHIN_MS) return false;
  if (meaning === 'opt-out') {
    if (liftedAt !== undefined && liftedAt > at) return false;
    if (stopAt === undefined || apartMs(at, stopAt) >= REPLY_WITHIN_MS) return true;
    return liftedAt !== undefined && liftedAt > stopAt;
  }
  if (stoppedAt === undefined || at <= stoppedAt) return false;
  return startAt === undefined || startAt <= stoppedAt;
}

/** What is known of a number once a text of it is answered. */
export function withAnswer(number: AnsweredNumber, { meaning, at }: Answerable): AnsweredNumber {
  if (meaning === 'help') return { ...number, helpAt: at };
  return meaning === 'opt-out' ? { ...number, stopAt: at } : { ...number, startAt: at };
}

function apartMs(one: Date, other: Date): number {
  return Math.abs(one.getTime() - other.getTime());
}

import { fine, finding, type Finding, unchecked } from './finding.ts';

/** A clock that was read between two readings of this machine's, all in milliseconds of the epoch. */
export interface ClockReading {
  readonly at: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** Caught up means within 1.5 s of now by the database's clock; a second is where that begins to hurt. */
const TOLERATED_MS = 1_000;

/** Do this machine, the database and the broker agree on the time? */
export function checkClocks(readings: Readonly<Record<string, ClockReading | undefined>>): Finding[] {
  return Object.entries(readings).map(([whose, reading]) => {
    if (reading === undefined) return unchecked(`the clock of the ${whose} could not be read`);
    const { differenceMs, uncertaintyMs } = compareClock(reading);
    const values = { clock: whose, differenceMs, uncertaintyMs };
    const words = `the clock of the ${whose} is ${Math.abs(differenceMs)} ms ${differenceMs < 0 ? 'behind' : 'ahead of'} this machine's (± ${uncertaintyMs} ms)`;
    if (Math.abs(differenceMs) - uncertaintyMs <= TOLERATED_MS) return fine(words, values);
    return finding(words, 'synchronise both machines (chrony, systemd-timesyncd)', values);
  });
}

/** Positive when the other clock is ahead; it was read somewhere between asking and answering. */
export function compareClock({ at, askedAt, answeredAt }: ClockReading): {
  differenceMs: number;
  uncertaintyMs: number;
} {
  const halfMs = (answeredAt - askedAt) / 2;
  return { differenceMs: Math.round(at - askedAt - halfMs), uncertaintyMs: Math.ceil(halfMs) };
}

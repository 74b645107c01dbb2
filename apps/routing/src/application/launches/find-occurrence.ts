import { nextOccurrence } from '@hermod/calendar';
import type { Audience } from '@hermod/journey';

/** An occurrence that nobody was there for is made up for as long; after that it is missed. */
const LATE_AT_MOST_MS = 60 * 60_000;

/** An instant at which an audience starts, in milliseconds of the epoch. */
export interface Occurrence {
  readonly at: number;
  /** It is too late to make up for it. */
  readonly isMissed: boolean;
}

/**
 * The occurrence that is to be launched by now. Of several that nobody was there for the last one counts; a pattern counts
 * from its publication, an instant even if it was past by then.
 */
export function findOccurrence(
  { at, every, zone = 'UTC' }: Audience,
  publishedAt: number,
  now: number,
): Occurrence | undefined {
  if (at !== undefined) {
    const instant = Date.parse(at);
    return instant > now ? undefined : { at: instant, isMissed: now - instant > LATE_AT_MOST_MS };
  }
  if (every === undefined) return undefined;
  let last: number | undefined;
  let next = nextOccurrence(every, zone, Math.max(publishedAt, now - LATE_AT_MOST_MS));
  while (next !== undefined && next <= now) {
    last = next;
    next = nextOccurrence(every, zone, next);
  }
  return last === undefined ? undefined : { at: last, isMissed: false };
}

/** When there may be an occurrence again after one was looked for; infinity for never. */
export function nextLook({ at, every, zone = 'UTC' }: Audience, now: number): number {
  if (at !== undefined) return Date.parse(at) > now ? Date.parse(at) : Number.POSITIVE_INFINITY;
  const next = every === undefined ? undefined : nextOccurrence(every, zone, now);
  return next ?? Number.POSITIVE_INFINITY;
}

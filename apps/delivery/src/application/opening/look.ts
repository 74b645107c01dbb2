/** When the last look at a message was, and up to when facts had been read for it. */
export interface Look {
  /** By the database's clock: when its recipient was held. */
  readonly at: Date;
  /** By our monotonic clock, in milliseconds: surely before that, and surely after it. Between them lies a wait. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** By the database's clock, in milliseconds of the epoch. */
  readonly seenUpToMs: number;
}

/**
 * The database's clock, carried on by our monotonic one: never later than it is, so that a call isn't dated after it
 * began.
 */
export function notAfter({ at, afterMs }: Look, monotonicMs = performance.now()): Date {
  return new Date(at.getTime() + monotonicMs - afterMs);
}

/** How old the view is by which an attempt was opened, in milliseconds; never less than it is. */
export function ageMsOf({ at, beforeMs, seenUpToMs }: Look, monotonicMs = performance.now()): number {
  return at.getTime() + monotonicMs - beforeMs - seenUpToMs;
}

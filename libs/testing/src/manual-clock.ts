/** A clock that only moves when it is told to. */
export interface ManualClock {
  /** The instant it shows; a fresh Date each time. Bound, so it can be passed as a function. */
  readonly now: () => Date;
  advance(byMs: number): void;
  set(at: Date | string): void;
}

/** A clock that stands at `start` (default 2026-11-22T09:00:00Z). */
export function manualClock(start: Date | string = '2026-11-22T09:00:00Z'): ManualClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance: (byMs) => {
      at += byMs;
    },
    set: (to) => {
      at = new Date(to).getTime();
    },
  };
}

/** How fast a bucket fills, and how much it holds. */
export interface RateLimit {
  /** Requests a second in the long run. */
  readonly perSecond: number;
  /** Requests at once, after a pause. */
  readonly burst: number;
}

/** What a bucket said to one request. */
export interface Taking {
  readonly isAllowed: boolean;
  /** Whole requests that are left. */
  readonly left: number;
  /** Until the bucket is full again, in milliseconds. */
  readonly fullInMs: number;
  /** Until the next request would be let in, in milliseconds; 0 when it would be now. */
  readonly nextInMs: number;
}

/** Lets in `burst` requests at once and `perSecond` in the long run. Full at first. It has no clock of its own. */
export class TokenBucket {
  #limit: RateLimit;
  #tokens: number;
  #at: number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(limit: RateLimit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** From now on another limit; what was taken stays taken. */
  change(limit: RateLimit, now: number): void {
    this.#fill(now);
    this.#limit = limit;
    this.#tokens = Math.min(this.#tokens, limit.burst);
  }

  /** Asks for one request. */
  take(now: number): Taking {
    this.#fill(now);
    const isAllowed = this.#tokens >= 1;
    if (isAllowed) this.#tokens -= 1;
    const { perSecond, burst } = this.#limit;
    return {
      isAllowed,
      left: Math.floor(this.#tokens),
      fullInMs: ((burst - this.#tokens) / perSecond) * 1000,
      nextInMs: (Math.max(0, 1 - this.#tokens) / perSecond) * 1000,
    };
  }

  /** True when nothing is known of it any more that a new one would not say as well. */
  isFull(now: number): boolean {
    this.#fill(now);
    return this.#tokens === this.#limit.burst;
  }

  #fill(now: number): void {
    const elapsedMs = Math.max(0, now - this.#at);
    this.#at = Math.max(this.#at, now);
    const { perSecond, burst } = this.#limit;
    this.#tokens = Math.min(burst, this.#tokens + (elapsedMs / 1000) * perSecond);
  }
}

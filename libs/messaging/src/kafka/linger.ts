/** Below this rate a pause saves nothing worth its latency. */
const QUIET_PER_SECOND = 5;
/** A cycle that holds as many gains little by holding more. */
const ENOUGH_RECORDS = 40;

/**
 * How long to wait before the next fetch. At a hundred events a second a cycle without a pause holds two
 * messages, and the cycle is what costs; so the pause grows with the rate up to a limit, and shrinks again where
 * enough arrives in less time.
 */
export class Linger {
  readonly #maxMs: number;
  #perSecond = 0;
  #since = Date.now();
  #count = 0;

  constructor(maxMs: number) {
    this.#maxMs = maxMs;
  }

  /** Tells that records arrived. */
  arrived(count: number): void {
    this.#count += count;
    const elapsedMs = Date.now() - this.#since;
    if (elapsedMs < 250) return;
    const rate = (this.#count * 1000) / elapsedMs;
    // Half old, half new: follows a burst within a second, and forgets it as fast.
    this.#perSecond = elapsedMs > 2_000 ? rate : (this.#perSecond + rate) / 2;
    this.#since = Date.now();
    this.#count = 0;
  }

  /** The pause in milliseconds. */
  pauseMs(): number {
    if (this.#perSecond < QUIET_PER_SECOND) return 0;
    const enoughMs = (ENOUGH_RECORDS * 1000) / this.#perSecond;
    return Math.min(this.#maxMs, 10 + this.#perSecond * 0.4, enoughMs);
  }
}

import { METRICS } from './metrics-catalog.ts';
import { counterOf } from './metrics-defined.ts';

/** A sample that is older than so many of its intervals is not shown. */
const STALE_AFTER_INTERVALS = 3;
const DEFAULT_EVERY_MS = 5_000;
const DEFAULT_DEADLINE_MS = 2_000;

const failures = counterOf(METRICS.sampleFailures);

export interface SamplingOptions<T> {
  /** Stands in the count of failures. */
  readonly name: string;
  /** Default 5 s. */
  readonly everyMs?: number;
  /** An answer that comes later is not used (default 2 s). */
  readonly deadlineMs?: number;
  /** Asks for what gauges show; cheap, for every instance does it. */
  take(): Promise<T>;
  /** Gets why a sample failed; it is counted anyway. */
  onFailure(error: unknown): void;
}

/**
 * Keeps what gauges show of the database or of Kafka, so that nobody who reads metrics waits for either. Never asks
 * twice at once; tells nothing rather than something old.
 */
export class Sampling<T> {
  readonly #options: SamplingOptions<T>;
  readonly #everyMs: number;
  #latest: { readonly value: T; readonly takenAt: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: SamplingOptions<T>) {
    this.#options = options;
    this.#everyMs = options.everyMs ?? DEFAULT_EVERY_MS;
    // From the start, for a first failure would not look like an increase.
    failures.inc({ sample: options.name }, 0);
  }

  /** The newest sample; undefined while there is none that is young enough. */
  get latest(): T | undefined {
    if (this.#latest === undefined) return undefined;
    const ageMs = performance.now() - this.#latest.takenAt;
    return ageMs > this.#everyMs * STALE_AFTER_INTERVALS ? undefined : this.#latest.value;
  }

  /** Samples at once and then again and again. */
  start(): void {
    void this.sample();
    this.#timer = setInterval(() => void this.sample(), this.#everyMs);
    this.#timer.unref();
  }

  /** Samples no more; what is under way is not waited for, and its failure is nobody's concern. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  /** Takes a sample now, or joins the one under way. Never rejects. */
  sample(): Promise<void> {
    this.#underWay ??= this.#take().finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async #take(): Promise<void> {
    const { name, deadlineMs = DEFAULT_DEADLINE_MS, take, onFailure } = this.#options;
    const takenAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no sample within ${deadlineMs} ms`)), deadlineMs);
    });
    const asked = take();
    try {
      this.#latest = { value: await Promise.race([asked, late]), takenAt };
    } catch (error) {
      if (!this.#isStopped) {
        failures.inc({ sample: name });
        onFailure(error);
      }
      // The next sample waits for what is still being asked; how that ends was told already.
      await asked.catch(() => undefined);
    } finally {
      clearTimeout(timer);
    }
  }
}

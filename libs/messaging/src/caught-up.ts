import type { Positions } from './ports.ts';
import { type Reading, ReadingProgress } from './reading-progress.ts';

export interface CaughtUpOptions {
  readonly positions: Positions;
  readonly group: string;
  /** Logical topics of one lane that have to be read. */
  readonly topics: readonly string[];
  /** Another group that has to have handled its topics before: what it makes of them comes by `topics`. */
  readonly upstream?: Reading | undefined;
  readonly partitions: number;
  /** The database's clock. */
  readonly databaseNow: () => Promise<Date>;
  /** Commits what this process has handled, so that a sample need not wait for the next commit. Does not reject. */
  readonly commitHandled?: (() => Promise<void>) | undefined;
}

/** Samples are at least this far apart. */
const SAMPLE_EVERY_MS = 250;

/**
 * Knows for each partition up to what time everything was handled, by whichever instance: handled up to t when
 * the group's committed offset has reached the end that was sampled at t. So a timer never overtakes a fact that
 * would have cancelled it, and no attempt opens on a stale view of opt-outs. No sample means not caught up.
 *
 * With an upstream group it also knows up to when that group had handled its own topics at a moment up to which we have
 * read what it published: by then we know all that it made of them.
 */
export class CaughtUp {
  readonly #databaseNow: () => Promise<Date>;
  readonly #commitHandled: (() => Promise<void>) | undefined;
  /** Each sample carries up to when upstream had handled its topics, by partition. */
  readonly #own: ReadingProgress<readonly number[]>;
  readonly #upstream: ReadingProgress<undefined> | undefined;
  readonly #handledUpTo: number[];
  readonly #upstreamUpTo: number[];
  #refreshing: Promise<void> | undefined;
  #refreshedAt = 0;

  constructor({
    positions,
    group,
    topics,
    upstream,
    partitions,
    databaseNow,
    commitHandled,
  }: CaughtUpOptions) {
    this.#databaseNow = databaseNow;
    this.#commitHandled = commitHandled;
    this.#own = new ReadingProgress(positions, { group, topics });
    this.#upstream = upstream && new ReadingProgress(positions, upstream);
    this.#handledUpTo = Array.from({ length: partitions }, () => 0);
    this.#upstreamUpTo = Array.from({ length: partitions }, () => 0);
  }

  /** Up to what instant (database clock, milliseconds of the epoch) a partition's facts were handled; 0 = unknown. */
  handledUpTo(partition: number): number {
    return this.#handledUpTo[partition] ?? 0;
  }

  /** The same for all partitions, by number. */
  get allHandledUpTo(): readonly number[] {
    return this.#handledUpTo;
  }

  /** Up to when upstream had handled its topics, as far as we have read what it made of them, by partition; 0 = unknown. */
  get allUpstreamUpTo(): readonly number[] {
    return this.#upstreamUpTo;
  }

  /** Samples anew when the last sample is old enough; callers at the same time share one. */
  refresh(): Promise<void> {
    if (this.#refreshing !== undefined) return this.#refreshing;
    if (Date.now() - this.#refreshedAt < SAMPLE_EVERY_MS) return Promise.resolve();
    this.#refreshing = this.#sample().finally(() => {
      this.#refreshing = undefined;
      this.#refreshedAt = Date.now();
    });
    return this.#refreshing;
  }

  async #sample(): Promise<void> {
    const at = (await this.#databaseNow()).getTime();
    // Upstream first: what it published before it committed is then among what our own ends tell us to read.
    await this.#upstream?.sample(at, undefined);
    const upstreamUpTo = Array.from(
      this.#handledUpTo.keys(),
      (partition) => this.#upstream?.newestReached(partition)?.at ?? 0,
    );
    await this.#commitHandled?.();
    await this.#own.sample(at, upstreamUpTo);
    for (const partition of this.#handledUpTo.keys()) {
      const reached = this.#own.newestReached(partition);
      raise(this.#handledUpTo, partition, reached?.at);
      raise(this.#upstreamUpTo, partition, reached?.note[partition]);
    }
  }
}

function raise(levels: number[], partition: number, to = 0): void {
  levels[partition] = Math.max(levels[partition] ?? 0, to);
}

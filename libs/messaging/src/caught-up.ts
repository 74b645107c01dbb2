import type { PartitionEnd, Positions } from './ports.ts';

export interface CaughtUpOptions {
  readonly positions: Positions;
  readonly group: string;
  /** Logical topics of one lane that have to be read. */
  readonly topics: readonly string[];
  readonly partitions: number;
  /** The database's clock. */
  readonly databaseNow: () => Promise<Date>;
}

/** Samples are at least this far apart. */
const SAMPLE_EVERY_MS = 250;
/** So many of the youngest samples are all kept. */
const KEEP_ALL = 8;
const FORGET_AFTER_MS = 3_600_000;

interface Sample {
  readonly number: number;
  readonly at: number;
  readonly ends: ReadonlyMap<string, ReadonlyMap<number, PartitionEnd>>;
}

/**
 * Knows for each partition up to what time everything was handled, by whichever instance: handled up to t when
 * the group's committed offset has reached the end that was sampled at t. So a timer never overtakes a fact that
 * would have cancelled it, and no attempt opens on a stale view of opt-outs. No sample means not caught up.
 */
export class CaughtUp {
  readonly #options: CaughtUpOptions;
  readonly #handledUpTo: number[];
  #samples: Sample[] = [];
  #taken = 0;
  #refreshing: Promise<void> | undefined;
  #refreshedAt = 0;

  constructor(options: CaughtUpOptions) {
    this.#options = options;
    this.#handledUpTo = Array.from({ length: options.partitions }, () => 0);
  }

  /** Up to what instant (database clock, milliseconds of the epoch) a partition's facts were handled; 0 = unknown. */
  handledUpTo(partition: number): number {
    return this.#handledUpTo[partition] ?? 0;
  }

  /** The same for all partitions, by number. */
  get allHandledUpTo(): readonly number[] {
    return this.#handledUpTo;
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
    const { positions, group, topics, databaseNow } = this.#options;
    // The clock before the ends: what is written in between then counts as unread, never the other way round.
    const at = (await databaseNow()).getTime();
    const ends = await positions.ends(topics);
    this.#taken += 1;
    this.#samples = thinOut([{ number: this.#taken, at, ends }, ...this.#samples]);
    const committed = await positions.committed(group, topics);
    for (let partition = 0; partition < this.#handledUpTo.length; partition += 1) {
      const reached = this.#samples.find((sample) => hasReached(sample, committed, topics, partition));
      if (reached !== undefined)
        this.#handledUpTo[partition] = Math.max(this.handledUpTo(partition), reached.at);
    }
  }
}

/**
 * Who is behind by seconds or minutes still has to learn how far it got, or its timers would stop until it has
 * caught up altogether. So of older samples every second, fourth, eighth… is kept: they lie an eighth of their
 * age apart at most.
 */
function thinOut(newestFirst: readonly Sample[]): Sample[] {
  const { number, at } = newestFirst[0]!;
  return newestFirst.filter((sample) => {
    const age = number - sample.number;
    const every = 2 ** Math.floor(Math.log2(Math.max(1, age / KEEP_ALL)));
    return sample.number % every === 0 && at - sample.at <= FORGET_AFTER_MS;
  });
}

/** No commit, or one below the log's start, counts as the log's start. */
function hasReached(
  sample: Sample,
  committed: ReadonlyMap<string, ReadonlyMap<number, bigint>>,
  topics: readonly string[],
  partition: number,
): boolean {
  return topics.every((topic) => {
    const end = sample.ends.get(topic)?.get(partition);
    if (end === undefined) return false;
    const commit = committed.get(topic)?.get(partition) ?? end.low;
    return (commit < end.low ? end.low : commit) >= end.high;
  });
}

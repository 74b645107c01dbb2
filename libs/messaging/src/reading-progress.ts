import type { PartitionEnd, Positions } from './ports.ts';

/** A consumer group and logical topics that it reads. */
export interface Reading {
  readonly group: string;
  readonly topics: readonly string[];
}

/** So many of the youngest samples are all kept. */
const KEEP_ALL = 8;
const FORGET_AFTER_MS = 3_600_000;

type Ends = ReadonlyMap<string, ReadonlyMap<number, PartitionEnd>>;
type Commits = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** Where the Kafka topics of a reading ended at an instant. */
export interface Sample<Note> {
  readonly number: number;
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly ends: Ends;
  /** What else was known then. */
  readonly note: Note;
}

/** Samples the ends of a reading's Kafka topics, and finds by its commits which of the samples it has reached since. */
export class ReadingProgress<Note> {
  readonly #positions: Positions;
  readonly #reading: Reading;
  #samples: readonly Sample<Note>[] = [];
  #taken = 0;
  #committed: Commits = new Map();

  constructor(positions: Positions, reading: Reading) {
    this.#positions = positions;
    this.#reading = reading;
  }

  /**
   * Reads the ends, then the commits.
   * @param at the clock before the ends were read: what is written in between counts as unread, never the other way round
   */
  async sample(at: number, note: Note): Promise<void> {
    const { group, topics } = this.#reading;
    const ends = await this.#positions.ends(topics);
    this.#taken += 1;
    this.#samples = thinOut([{ number: this.#taken, at, ends, note }, ...this.#samples]);
    this.#committed = await this.#positions.committed(group, topics);
  }

  /** The newest sample that has been reached in a partition. */
  newestReached(partition: number): Sample<Note> | undefined {
    return this.#samples.find((sample) =>
      this.#reading.topics.every((topic) => {
        const end = sample.ends.get(topic)?.get(partition);
        return end !== undefined && hasReached(end, this.#committed.get(topic)?.get(partition));
      }),
    );
  }
}

/** No commit, or one below the log's start, counts as the log's start. */
function hasReached({ low, high }: PartitionEnd, commit = low): boolean {
  return (commit < low ? low : commit) >= high;
}

/**
 * Who is behind by seconds or minutes still has to learn how far it got, or its timers would stop until it has
 * caught up altogether. So of older samples every second, fourth, eighth… is kept: they lie an eighth of their
 * age apart at most.
 */
function thinOut<Note>(newestFirst: readonly Sample<Note>[]): Sample<Note>[] {
  const { number, at } = newestFirst[0]!;
  return newestFirst.filter((sample) => {
    const age = number - sample.number;
    const every = 2 ** Math.floor(Math.log2(Math.max(1, age / KEEP_ALL)));
    return sample.number % every === 0 && at - sample.at <= FORGET_AFTER_MS;
  });
}

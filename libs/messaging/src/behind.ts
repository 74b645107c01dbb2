import type { PartitionEnd } from './ports.ts';

/** How far a group is behind in a partition. */
export interface Behind {
  /** How long ago that was written up to which everything was handled; 0 when all was. */
  readonly seconds: number;
  readonly records: number;
}

interface Point {
  /** Milliseconds of the epoch. */
  readonly at: number;
  readonly end: bigint;
}

/** So many are kept of a backlog; then every second one goes. */
const MOST_POINTS = 256;

/**
 * Tells from samples of a partition's end when that was written which a group has handled by now. Between two samples
 * records are taken to have come evenly, so it is more exact than the samples are dense. A backlog from before the first
 * sample counts from there: a process that has just started can't know better.
 */
export class PartitionBehind {
  #points: Point[] = [];

  /**
   * @param at when the end was read, milliseconds of the epoch.
   * @param committed where the group stood a moment later; undefined and what lies below the log's start count as the start.
   */
  note(at: number, { low, high }: PartitionEnd, committed: bigint = low): Behind {
    const position = committed < low ? low : committed;
    this.#points.push({ at, end: high });
    if (position >= high) {
      this.#points = [{ at, end: high }];
      return { seconds: 0, records: 0 };
    }
    const reached = this.#points.findLastIndex(({ end }) => end <= position);
    if (reached > 0) this.#points = this.#points.slice(reached);
    if (this.#points.length > MOST_POINTS) this.#thinOut();
    const writtenAt = reached < 0 ? this.#points[0]!.at : this.#between(position);
    return { seconds: Math.max(0, at - writtenAt) / 1_000, records: Number(high - position) };
  }

  /** When the position was written: the first point has reached it, the second lies beyond. */
  #between(position: bigint): number {
    const [before, after] = this.#points as [Point, Point];
    const share = Number(position - before.end) / Number(after.end - before.end);
    return before.at + share * (after.at - before.at);
  }

  #thinOut(): void {
    const last = this.#points.length - 1;
    this.#points = this.#points.filter((_, index) => index % 2 === 0 || index === last);
  }
}

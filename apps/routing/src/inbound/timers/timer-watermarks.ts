import { BEFORE_ALL, type DueTimer, type PartitionAfter, type TimerPlace } from '../../storage/run-timers.ts';

/** So often the search goes back to what was passed over, and to what was set for a moment that is just past. */
const GO_BACK_EVERY_MS = 250;
/** A timer that was set for now is there when its transaction has committed, so long after it at most. */
const SET_LATE_MS = 5_000;
/** Without any watermark this often, for timers that were set further into the past. */
const SWEEP_EVERY_MS = 1_000;
/** While an old snapshot keeps the index full of what is gone, a sweep takes at most this share of the time. */
const SWEEP_SHARE = 1 / 20;

/**
 * Up to where the due timers of each partition of a lane have been chosen. The search begins behind it, because before it
 * stand mostly index entries of timers that are gone, which nobody can remove while an old snapshot is open.
 *
 * What was chosen and not fired, because another unit of work held its recipient, is chosen again a moment later: two
 * instances that meet over the same timers so pass by each other instead of waiting for the same hundred.
 */
export class TimerWatermarks {
  readonly #chosen: TimerPlace[];
  /** The farthest places; the search stands before them while it goes back. */
  readonly #farthest: TimerPlace[];
  readonly #passedOver: (TimerPlace | undefined)[];
  #wentBackAt = 0;
  #sweepAt = 0;
  #sweepBegunAt: number | undefined;

  constructor(partitions: number) {
    this.#chosen = Array.from({ length: partitions }, () => BEFORE_ALL);
    this.#farthest = [...this.#chosen];
    this.#passedOver = Array.from({ length: partitions }, () => undefined);
  }

  /**
   * Where to look now.
   * @param now milliseconds of the epoch, this machine's clock; only distances count
   */
  look(now: number): PartitionAfter[] {
    if (now >= this.#sweepAt) {
      this.#sweepBegunAt = now;
      this.#sweepAt = now + SWEEP_EVERY_MS;
      this.#wentBackAt = now;
      this.#chosen.fill(BEFORE_ALL);
      this.#passedOver.fill(undefined);
    } else if (now - this.#wentBackAt >= GO_BACK_EVERY_MS) {
      this.#wentBackAt = now;
      this.#goBack(now);
    }
    return this.#chosen.map((after, partition) => ({ partition, after }));
  }

  /**
   * Something is due in these partitions. In the others the search need not begin so far back again.
   * A sweep that was slow comes again later.
   */
  looked(due: ReadonlySet<number>, now: number): void {
    for (const [partition, farthest] of this.#farthest.entries())
      if (!due.has(partition)) this.#chosen[partition] = farthest;
    if (this.#sweepBegunAt === undefined) return;
    this.#sweepAt = Math.max(this.#sweepAt, now + (now - this.#sweepBegunAt) / SWEEP_SHARE);
    this.#sweepBegunAt = undefined;
  }

  /** These were chosen, in the order of their places; without `allFired` some of them stand as they were. */
  chose(due: readonly DueTimer[], allFired: boolean): void {
    for (const { partition, dueAt, runId } of due) {
      if (!allFired) this.#passedOver[partition] ??= this.#chosen[partition];
      const place = { dueAt, runId };
      this.#chosen[partition] = place;
      if (earlier(place, this.#farthest[partition]!) !== place) this.#farthest[partition] = place;
    }
  }

  #goBack(now: number): void {
    const recent = { ...BEFORE_ALL, dueAt: new Date(now - SET_LATE_MS) };
    for (const [partition, chosen] of this.#chosen.entries()) {
      const passedOver = this.#passedOver[partition] ?? chosen;
      this.#passedOver[partition] = undefined;
      this.#chosen[partition] = [chosen, passedOver, recent].reduce((one, other) => earlier(one, other));
    }
  }
}

function earlier(one: TimerPlace, other: TimerPlace): TimerPlace {
  const apart = one.dueAt.getTime() - other.dueAt.getTime();
  if (apart !== 0) return apart < 0 ? one : other;
  return one.runId <= other.runId ? one : other;
}

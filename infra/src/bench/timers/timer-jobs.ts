/** Timers as one of the contenders keeps them. Runs in a process of its own, so that what it costs can be told apart. */
export interface TimerJobs {
  /**
   * Makes so many timers that are due in days to come, by few statements: nobody measures that. They carry nothing: what a
   * timer carries stands beside its index, and none of these is ever read.
   */
  fill(count: number): Promise<void>;
  /**
   * Sets timers the way the contender would have it, in batches.
   * @param dues milliseconds of the epoch
   * @returns a name for each that tells what became of it, where the contender has one
   */
  insert(dues: readonly number[]): Promise<readonly string[]>;
  /** Begins to fire what is due. */
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** Called when timers have fired, with the times at which they were due. */
export type OnFired = (dues: readonly number[]) => void;

/** What a contender's process is told. */
export interface JobsTask {
  readonly kind: 'table' | 'pg-boss' | 'graphile-worker';
  /** Its database. */
  readonly url: string;
  /** Of Kafka, for which Hermod notes whom a timer belongs to. */
  readonly partitions: number;
}

/** What each timer carries: as much as an event that a journey waits with. */
export function payloadOf(due: number, n: number): { due: number; event: Record<string, unknown> } {
  const event = {
    id: `${due}-${n}`,
    source: '/bench',
    type: 'bench.timer.wanted',
    data: { orderId: `O-${n}`, total: 129.9, note: 'x'.repeat(200) },
  };
  return { due, event };
}

/** Pending timers are due between one and fifteen days from now. */
export const PENDING_DUE = `now() + interval '1 day' + random() * interval '14 days'`;

/** Rows of one statement that fills. */
export const FILL_CHUNK = 100_000;

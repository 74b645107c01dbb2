import { randomUUID } from 'node:crypto';
import { HermodError } from '@hermod/contracts';
import { type Consumer, Kafka, logLevel } from 'kafkajs';

const TAKE_WITHIN_MS = 300_000;

/** When runs that were due ended, by the moment at which the producer sent the fact that says so. */
export class EndedRuns {
  readonly #consumer: Consumer;
  /** When a run's timer is due, milliseconds of the epoch. */
  readonly #due = new Map<string, number>();
  /** Those that ended before it was said when they were due. */
  readonly #early = new Map<string, number>();
  #late: number[] = [];
  #wanted: { readonly count: number; readonly resolve: (late: number[]) => void } | undefined;

  readonly #signal: AbortSignal;

  private constructor(consumer: Consumer, signal: AbortSignal) {
    this.#consumer = consumer;
    this.#signal = signal;
  }

  /** Follows a Kafka topic of journeys' progress; `signal` ends the waiting. */
  static async follow(brokers: string, topic: string, signal: AbortSignal): Promise<EndedRuns> {
    const kafka = new Kafka({
      clientId: 'bench-tap',
      brokers: brokers.split(','),
      logLevel: logLevel.NOTHING,
    });
    const consumer = kafka.consumer({ groupId: `bench-tap-${randomUUID()}` });
    const ended = new EndedRuns(consumer, signal);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachBatch: ({ batch }) => {
        for (const { value, timestamp } of batch.messages) ended.#hear(value, Number(timestamp));
        return Promise.resolve();
      },
    });
    return ended;
  }

  /** From when on these runs may end. */
  expect(due: readonly (readonly [id: string, due: number])[]): void {
    for (const [id, at] of due) {
      const early = this.#early.get(id);
      this.#early.delete(id);
      if (early === undefined) this.#due.set(id, at);
      else this.#late.push(early - at);
    }
    this.#handOver();
  }

  /** By how many milliseconds runs ended late, once so many have ended since the last call. */
  take(count: number): Promise<readonly number[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
    const giveUp = (): void =>
      reject(new HermodError('BENCH_STUCK', `${this.#late.length} of ${count} timers have fired`));
    const timer = setTimeout(giveUp, TAKE_WITHIN_MS);
    this.#signal.addEventListener('abort', giveUp);
    this.#wanted = { count, resolve };
    this.#handOver();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#signal.removeEventListener('abort', giveUp);
    });
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect();
  }

  #hear(value: Buffer | null, at: number): void {
    const { runId, what } = JSON.parse(value?.toString() ?? '{}') as { runId?: string; what?: string };
    if (runId === undefined || what !== 'ended') return;
    const due = this.#due.get(runId);
    if (due === undefined) this.#early.set(runId, at);
    else this.#late.push(at - due);
    this.#due.delete(runId);
    this.#handOver();
  }

  #handOver(): void {
    if (this.#wanted === undefined || this.#late.length < this.#wanted.count) return;
    const { resolve } = this.#wanted;
    this.#wanted = undefined;
    resolve(this.#late);
    this.#late = [];
  }
}

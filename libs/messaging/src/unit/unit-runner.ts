import type { Lane } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { counterOf, histogramOf, METRICS } from '@hermod/telemetry';
import type { DataSource } from 'typeorm';
import type { Log } from '../ports.ts';
import type { Outbox, WrittenRow } from './outbox.ts';
import { lockFreeRecipients, lockRecipients } from './recipient-locks.ts';
import { type LockedRecipients, UnitOfWork } from './unit-of-work.ts';

export interface UnitRunnerOptions {
  readonly service: string;
  readonly dataSource: DataSource;
  readonly partitions: number;
  readonly outboxes: Readonly<Record<Lane, Outbox>>;
  readonly log: Log;
}

const published = counterOf(METRICS.factsPublished);
const duration = histogramOf(METRICS.unitDuration);

type Work<T> = (unit: UnitOfWork) => Promise<T>;

/** Runs units of work: lock, work, outbox, commit, send. */
export class UnitRunner {
  readonly #options: UnitRunnerOptions;

  constructor(options: UnitRunnerOptions) {
    this.#options = options;
  }

  /**
   * For what comes from Kafka or a timer. Resolves when the transaction has committed and the sending was tried:
   * what Kafka did not take is the sweeper's.
   */
  async run<T>(lane: Lane, recipients: Iterable<string>, work: Work<T>): Promise<T> {
    const { result, row } = await this.#commit(lane, (sql) => lockRecipients(sql, recipients), work);
    await this.#sendOrLeave(lane, row);
    return result;
  }

  /** The same over those of the recipients that nobody else holds; `unit.holds` tells which. */
  async runFree<T>(lane: Lane, recipients: Iterable<string>, work: Work<T>): Promise<T> {
    const { result, row } = await this.#commit(lane, (sql) => lockFreeRecipients(sql, recipients), work);
    await this.#sendOrLeave(lane, row);
    return result;
  }

  /**
   * For what the world hands in: resolves only when Kafka has what was published, rejects when that is unsure.
   * The transaction may have committed all the same; what the caller repeats has to look like a repeat.
   */
  async runUntilPublished<T>(lane: Lane, recipients: Iterable<string>, work: Work<T>): Promise<T> {
    const { result, row } = await this.#commit(lane, (sql) => lockRecipients(sql, recipients), work);
    if (row !== undefined) await this.#options.outboxes[lane].send(row);
    return result;
  }

  async #commit<T>(
    lane: Lane,
    lock: (sql: Sql) => Promise<LockedRecipients>,
    work: Work<T>,
  ): Promise<{ result: T; row: WrittenRow | undefined }> {
    const { service, dataSource, partitions, outboxes } = this.#options;
    const begunAt = performance.now();
    const { unit, ...done } = await inTransaction(dataSource, async (sql) => {
      const unit = new UnitOfWork({ service, lane, sql, partitions, locked: await lock(sql) });
      const result = await work(unit);
      await unit.finish();
      const row = unit.records.length === 0 ? undefined : await outboxes[lane].write(sql, unit.records);
      return { unit, result, row };
    });
    duration.observe((performance.now() - begunAt) / 1_000, { lane });
    countPublished(unit);
    unit.committed();
    return done;
  }

  async #sendOrLeave(lane: Lane, row: WrittenRow | undefined): Promise<void> {
    if (row === undefined) return;
    try {
      await this.#options.outboxes[lane].send(row);
    } catch (error) {
      this.#options.log.warn(
        { error: String(error), records: row.records.length },
        'left in the outbox for the sweeper',
      );
    }
  }
}

/** By Kafka topic: a unit has many records of few of them. */
function countPublished({ records }: UnitOfWork): void {
  const counts = new Map<string, number>();
  for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  for (const [topic, count] of counts) published.inc({ topic }, count);
}

/** What the messaging core shows of itself; gauges of the database and of Kafka are sampled aside. */
import type { Lane } from '@hermod/contracts';
import { gaugeOf, METRICS, Sampling } from '@hermod/telemetry';
import type { DataSource } from 'typeorm';
import { type Behind, PartitionBehind } from './behind.ts';
import type { Log, Positions } from './ports.ts';
import type { Reading } from './reading-progress.ts';

/** A partition lies behind for minutes before anybody has to come: the broker is asked seldom. */
const KAFKA_EVERY_MS = 10_000;
const KAFKA_DEADLINE_MS = 5_000;

export interface MessagingMetricsOptions {
  readonly dataSource: DataSource;
  readonly positions: Positions;
  /** What each lane's group reads. */
  readonly readings: readonly Reading[];
  readonly lanes: readonly Lane[];
  /** Since when the same unit of a lane has been tried in vain, in milliseconds of the epoch. */
  readonly stuckSince: (lane: Lane) => number | undefined;
  readonly log: Log;
}

type Row = Readonly<Record<'outboxAge' | 'deadLetters', number>>;
/** A partition with how far it is behind. */
interface PartitionState {
  readonly labels: Readonly<Record<'topic' | 'partition', string>>;
  readonly behind: Behind;
}

/** The oldest row of the outbox, and the dead letters that wait: each by its index, so by the statement's clock. */
export const SAMPLE_MESSAGING = `
  SELECT
    coalesce(extract(epoch FROM now() - (
      SELECT created_at FROM outbox ORDER BY created_at LIMIT 1)), 0)::float8 AS "outboxAge",
    (SELECT count(*)::int FROM (
       SELECT 1 FROM dead_letter WHERE dead_at > now() - interval '1 day' AND replayed_at IS NULL
       LIMIT 1000) AS waiting) AS "deadLetters"`;

/** Registers the gauges of one service and keeps them sampled. */
export class MessagingMetrics {
  readonly #options: MessagingMetricsOptions;
  readonly #behind = new Map<string, PartitionBehind>();
  readonly #database: Sampling<Row>;
  readonly #kafka: Sampling<readonly PartitionState[]>;

  constructor(options: MessagingMetricsOptions) {
    this.#options = options;
    const { dataSource, log } = options;
    const onFailure = (what: string) => (error: unknown) =>
      log.warn({ error: String(error), what }, 'a sample for metrics failed');
    this.#database = new Sampling({
      name: 'messaging',
      take: async () => (await dataSource.query<Row[]>(SAMPLE_MESSAGING))[0]!,
      onFailure: onFailure('outbox and dead letters'),
    });
    this.#kafka = new Sampling({
      name: 'kafka',
      everyMs: KAFKA_EVERY_MS,
      deadlineMs: KAFKA_DEADLINE_MS,
      take: () => this.#takeBehind(),
      onFailure: onFailure('how far behind'),
    });
  }

  start(): void {
    this.#register();
    this.#database.start();
    this.#kafka.start();
  }

  stop(): void {
    this.#database.stop();
    this.#kafka.stop();
  }

  #register(): void {
    const { lanes, stuckSince } = this.#options;
    const ofDatabase = (read: (row: Row) => number) => () =>
      this.#database.latest === undefined ? [] : [{ labels: {}, value: read(this.#database.latest) }];
    gaugeOf(
      METRICS.outboxAge,
      ofDatabase((row) => Math.max(0, row.outboxAge)),
    );
    gaugeOf(
      METRICS.deadLettersWaiting,
      ofDatabase((row) => row.deadLetters),
    );
    gaugeOf(METRICS.unitStuck, () =>
      lanes.map((lane) => ({ labels: { lane }, value: secondsSince(stuckSince(lane)) })),
    );
    const ofKafka = (read: (behind: Behind) => number) => () =>
      (this.#kafka.latest ?? []).map(({ labels, behind }) => ({ labels, value: read(behind) }));
    gaugeOf(
      METRICS.behindSeconds,
      ofKafka((behind) => behind.seconds),
    );
    gaugeOf(
      METRICS.behindRecords,
      ofKafka((behind) => behind.records),
    );
  }

  async #takeBehind(): Promise<PartitionState[]> {
    const { readings, positions } = this.#options;
    const all = await Promise.all(
      readings.map(async ({ group, topics }) => {
        const at = Date.now();
        const ends = await positions.ends(topics);
        const committed = await positions.committed(group, topics);
        return [...ends].flatMap(([topic, partitions]) =>
          [...partitions].map(([partition, end]) => {
            const behind = this.#behindOf(`${topic}/${partition}`).note(
              at,
              end,
              committed.get(topic)?.get(partition),
            );
            return { labels: { topic, partition: String(partition) }, behind };
          }),
        );
      }),
    );
    return all.flat();
  }

  #behindOf(partition: string): PartitionBehind {
    const known = this.#behind.get(partition) ?? new PartitionBehind();
    this.#behind.set(partition, known);
    return known;
  }
}

function secondsSince(at: number | undefined): number {
  return at === undefined ? 0 : Math.max(0, Date.now() - at) / 1_000;
}

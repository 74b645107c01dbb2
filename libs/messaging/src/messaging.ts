import {
  FLOW_ENTRIES,
  type FlowEntry,
  kafkaTopic,
  type Lane,
  readingOf,
  type Service,
} from '@hermod/contracts';
import type { DataSource } from 'typeorm';
import { CaughtUp } from './caught-up.ts';
import { KafkaPositions } from './kafka/kafka-positions.ts';
import { KafkaSink } from './kafka/kafka-sink.ts';
import { KafkaSource } from './kafka/kafka-source.ts';
import { MessagingMetrics } from './messaging-metrics.ts';
import type { BatchSink, BatchSource, Log, Positions } from './ports.ts';
import { dropOldDeadLetters } from './unit/dead-letters.ts';
import { type FactHandler, FactRunner, showDeadLettersOf } from './unit/fact-runner.ts';
import { keepInbox } from './unit/inbox.ts';
import { Outbox } from './unit/outbox.ts';
import { READ_FIRST } from './unit/reading-order.ts';
import { UnitRunner } from './unit/unit-runner.ts';

export interface MessagingOptions {
  readonly service: Service;
  readonly dataSource: DataSource;
  readonly brokers: readonly string[];
  readonly prefix: string;
  readonly partitions: number;
  readonly lanes: readonly Lane[];
  /** Entries that timers or attempts have to be caught up with. */
  readonly watch: readonly FlowEntry[];
  /** What another service has to have handled before: we read what it makes of it among `watch`. */
  readonly watchUpstream?: WatchedUpstream | undefined;
  readonly log: Log;
  /** The process should end and be started anew. */
  readonly onFatal: (error: Error) => void;
  /** How long a unit may wait for the database before the process is not ready, in milliseconds (default 30 s). */
  readonly unreadyAfterMs?: number;
  /** Longest pause between two batches of the plain lane, in milliseconds (default 100). */
  readonly maxPlainLingerMs?: number | undefined;
}

/** Facts that another service reads, and answers with facts that we read. */
export interface WatchedUpstream {
  readonly service: Service;
  readonly entries: readonly FlowEntry[];
}

const MAX_UNIT = 200;
const PLAIN_LINGER_MS = 100;
const SWEEP_EVERY_MS = 1_000;
const TIDY_EVERY_MS = 500;
const KEEP_INBOX_EVERY_MS = 3_600_000;
const DROP_OLD_EVERY_MS = 3_600_000;
const UNREADY_AFTER_MS = 30_000;

/** What of a lane runs in this process. */
interface LaneRuntime {
  readonly lane: Lane;
  readonly sink: BatchSink;
  readonly outbox: Outbox;
  readonly caughtUp: CaughtUp;
  source?: BatchSource;
  runner?: FactRunner;
}

/** The messaging core of one service process: both lanes, units of work, outbox sweeper, caught up. */
export class Messaging {
  readonly units: UnitRunner;
  readonly #options: MessagingOptions;
  readonly #lanes: Readonly<Record<Lane, LaneRuntime>>;
  readonly #positions: Positions;
  readonly #heldRows = new Set<string>();
  #metrics: MessagingMetrics | undefined;
  #timers: NodeJS.Timeout[] = [];
  #stopping = false;

  constructor(options: MessagingOptions) {
    this.#options = options;
    this.#positions = new KafkaPositions(this.#kafka('positions'));
    this.#lanes = { plain: this.#lane('plain'), urgent: this.#lane('urgent') };
    const { service, dataSource, partitions, log } = options;
    const outboxes = { plain: this.#lanes.plain.outbox, urgent: this.#lanes.urgent.outbox };
    this.units = new UnitRunner({ service, dataSource, partitions, outboxes, log });
  }

  get partitions(): number {
    return this.#options.partitions;
  }

  get lanes(): readonly Lane[] {
    return this.#options.lanes;
  }

  /** What timers and attempts of a lane wait for. */
  caughtUp(lane: Lane): CaughtUp {
    return this.#lanes[lane].caughtUp;
  }

  /** Makes the inbox' partitions, starts sweeping, and consumes when there are handlers (by plain topic). */
  async start(handlers: ReadonlyMap<string, FactHandler>): Promise<void> {
    const { dataSource, lanes } = this.#options;
    await keepInbox(dataSource, new Date());
    this.#every(SWEEP_EVERY_MS, 'sweep', async () => {
      for (const lane of lanes) while ((await this.#lanes[lane].outbox.sweep()) > 0 && !this.#stopping);
    });
    this.#every(TIDY_EVERY_MS, 'tidy', async () => {
      for (const lane of lanes) await this.#lanes[lane].outbox.tidy();
    });
    this.#every(KEEP_INBOX_EVERY_MS, 'inbox', () => keepInbox(dataSource, new Date()));
    this.#every(DROP_OLD_EVERY_MS, 'dead letters', () => dropOldDeadLetters(dataSource));
    if (handlers.size > 0) await Promise.all(lanes.map((lane) => this.#consume(lane, handlers)));
    this.#showMetrics(handlers.size > 0);
  }

  /** Throws with the reason when the process should get no work. */
  checkReady(): void {
    const { unreadyAfterMs = UNREADY_AFTER_MS } = this.#options;
    for (const lane of this.#options.lanes) {
      const { source, runner } = this.#lanes[lane];
      if (source !== undefined && !source.isJoined())
        throw new Error(`the ${lane} lane has not joined its consumer group`);
      const stuckSince = runner?.stuckSince;
      if (stuckSince !== undefined && Date.now() - stuckSince > unreadyAfterMs) {
        throw new Error(
          `the ${lane} lane has waited for the database since ${new Date(stuckSince).toISOString()}`,
        );
      }
    }
  }

  /** Finishes what is in hand, commits, leaves the groups. */
  async close(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#metrics?.stop();
    await Promise.all(Object.values(this.#lanes).map(async ({ source }) => source?.close()));
    await Promise.all(Object.values(this.#lanes).map((runtime) => this.#closeSink(runtime)));
    await this.#positions.close();
  }

  async #closeSink({ lane, sink, outbox }: LaneRuntime): Promise<void> {
    await sink.close();
    try {
      await outbox.tidy();
    } catch (error) {
      // Sent once more by a sweeper, and a repeat to every reader.
      this.#options.log.warn({ error: String(error), lane }, 'sent rows stay in the outbox');
    }
  }

  #lane(lane: Lane): LaneRuntime {
    const { service, dataSource, partitions, watch, watchUpstream, log } = this.#options;
    const sink = new KafkaSink(this.#kafka(`${lane}-sink`));
    const caughtUp = new CaughtUp({
      positions: this.#positions,
      group: groupOf(service, lane),
      topics: watch.map((entry) => kafkaTopic(entry, lane)),
      upstream: watchUpstream && {
        group: groupOf(watchUpstream.service, lane),
        topics: watchUpstream.entries.map((entry) => kafkaTopic(entry, lane)),
      },
      partitions,
      databaseNow: async () =>
        (await dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now'))[0]!.now,
      commitHandled: async () => this.#lanes[lane].source?.commit(),
    });
    return { lane, sink, outbox: new Outbox(dataSource, sink, log, this.#heldRows), caughtUp };
  }

  async #consume(lane: Lane, handlers: ReadonlyMap<string, FactHandler>): Promise<void> {
    const { service, log, onFatal, maxPlainLingerMs = PLAIN_LINGER_MS } = this.#options;
    const runtime = this.#lanes[lane];
    const topics = topicsOf(service, lane);
    showDeadLettersOf(topics);
    const runner = new FactRunner({
      service,
      lane,
      units: this.units,
      handlers,
      log,
      isStopping: () => this.#stopping,
    });
    const source = new KafkaSource({
      ...this.#kafka(`${lane}-source`),
      group: groupOf(service, lane),
      topics,
      first: READ_FIRST.map((entry) => kafkaTopic(entry, lane)).filter((topic) => topics.includes(topic)),
      maxRecords: MAX_UNIT,
      maxLingerMs: lane === 'plain' ? maxPlainLingerMs : 0,
      onFatal,
    });
    runtime.runner = runner;
    runtime.source = source;
    await source.run((records) => runner.handle(records));
  }

  #showMetrics(reads: boolean): void {
    const { service, dataSource, lanes, log } = this.#options;
    this.#metrics = new MessagingMetrics({
      dataSource,
      positions: this.#positions,
      readings: reads
        ? lanes.map((lane) => ({ group: groupOf(service, lane), topics: topicsOf(service, lane) }))
        : [],
      lanes,
      stuckSince: (lane) => this.#lanes[lane].runner?.stuckSince,
      log,
    });
    this.#metrics.start();
  }

  #kafka(part: string): { brokers: readonly string[]; clientId: string; prefix: string; log: Log } {
    const { service, brokers, prefix, log } = this.#options;
    return { brokers, clientId: `hermod-${service}-${part}`, prefix, log };
  }

  /** Runs again and again, never twice at once; a failure is logged and tried again. */
  #every(ms: number, what: string, work: () => Promise<void>): void {
    let running = false;
    const timer = setInterval(() => {
      if (running) return;
      running = true;
      work()
        .catch((error: unknown) => this.#options.log.warn({ error: String(error), what }, 'upkeep failed'))
        .finally(() => (running = false));
    }, ms);
    this.#timers.push(timer);
  }
}

/** The consumer group of a service in a lane. */
export function groupOf(service: Service, lane: Lane): string {
  return `hermod.${service}.${lane}`;
}

/** The Kafka topics that a service reads in a lane. */
export function topicsOf(service: Service, lane: Lane): string[] {
  return FLOW_ENTRIES.filter((entry) => {
    const reading = readingOf(entry, service);
    if (reading === undefined) return false;
    if (reading.lane !== undefined && reading.lane !== lane) return false;
    return entry.lanes === 'both' || lane === 'plain';
  }).map((entry) => kafkaTopic(entry, lane));
}

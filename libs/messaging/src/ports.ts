/**
 * The two ports behind which the Kafka client stands. kafkajs is the adapter; it is no longer maintained, so
 * nothing outside `kafka/` may know it.
 */
import type { WireHeaders, WireRecord } from '@hermod/contracts';

/** A record as it came from Kafka. */
export interface SourceRecord {
  /** The logical topic, without the deployment's prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When its producer wrote it, in milliseconds of the epoch. */
  readonly writtenAt?: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: WireHeaders;
}

/** Records in, joined over all partitions. */
export interface BatchSource {
  /**
   * Joins the group and hands over up to a unit of records at a time, each partition's in order. The next
   * batch comes when `onBatch` has resolved; only then do the offsets count as handled. `onBatch` does not reject;
   * with false it says that it gave up because the process stops: then nothing of the batch counts as handled.
   */
  run(onBatch: (records: readonly SourceRecord[]) => Promise<boolean>): Promise<void>;
  /** True while it is a member of its group. */
  isJoined(): boolean;
  /** Commits at once what was handled, which otherwise happens in its own time. A failure is left to the next commit. */
  commit(): Promise<void>;
  /** Finishes the batch in hand, commits, leaves the group. */
  close(): Promise<void>;
}

/** Records out. */
export interface BatchSink {
  /** Resolves when Kafka can be reached; for those who hold up others while they publish. */
  ready(): Promise<void>;
  /** Resolves when Kafka has all of them, replicated as the topic demands; rejects when that is unsure. */
  publish(records: readonly WireRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Where a consumer group stands: what timers and attempts wait for. */
export interface Positions {
  /** End offsets by logical topic and partition. */
  ends(topics: readonly string[]): Promise<Map<string, Map<number, PartitionEnd>>>;
  /** Committed offsets of a group; a partition without a commit is absent. */
  committed(group: string, topics: readonly string[]): Promise<Map<string, Map<number, bigint>>>;
  close(): Promise<void>;
}

export interface PartitionEnd {
  readonly low: bigint;
  readonly high: bigint;
}

/** What adapters log through. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

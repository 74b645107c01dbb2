import { HermodError, type FlowEntry, FLOW, kafkaTopic, type Lane, type WireRecord } from '@hermod/contracts';
import { microBatch } from '@hermod/http';
import type { BatchSink } from '@hermod/messaging';

/** How long Kafka may take before the sender is told to come back. */
const DEADLINE_MS = 5_000;

/** Requests that travel together. */
const MAX_REQUESTS = 500;

/** Brokers refuse record batches over 1 MiB; half leaves room for headers, and for a partition that gets all. */
const MAX_PUBLISH_BYTES = 512 * 1024;

/** What may wait while Kafka is away; more would cost the memory that the rest needs. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;

/** Plain events wait this long for company; urgent ones don't. */
const WAIT_MS: Readonly<Record<Lane, number>> = { plain: 2, urgent: 0 };

/** Publishes events on each lane's own producer, so that a campaign never stands before a one-time password. */
export class EventPublisher {
  readonly #sinks: Readonly<Record<Lane, BatchSink>>;
  readonly #publish: Readonly<Record<Lane, (records: readonly WireRecord[]) => Promise<void>>>;
  #pendingBytes = 0;

  constructor(sinks: Readonly<Record<Lane, BatchSink>>) {
    this.#sinks = sinks;
    this.#publish = {
      plain: publishTogether(sinks.plain, 'plain'),
      urgent: publishTogether(sinks.urgent, 'urgent'),
    };
  }

  /**
   * Resolves when Kafka has all the records.
   * @throws HermodError KAFKA_UNAVAILABLE when it hasn't said so within 5 s; it may have them nevertheless, so
   * the same events should be sent again.
   */
  async publish(lane: Lane, records: readonly WireRecord[]): Promise<void> {
    const bytes = bytesOf(records);
    if (this.#pendingBytes + bytes > MAX_PENDING_BYTES) throw unavailable(undefined);
    this.#pendingBytes += bytes;
    const published = this.#publish[lane](records).finally(() => (this.#pendingBytes -= bytes));
    await withinDeadline(published);
  }

  /** Sends what is under way and disconnects. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#sinks).map((sink) => sink.close()));
  }
}

/** The Kafka topic of events in a lane, without the deployment's prefix. */
export function eventTopic(lane: Lane): string {
  const entry: FlowEntry = FLOW.domainEvents;
  return kafkaTopic(entry, lane);
}

/** Joins the records of concurrent requests. One publish at a time, so that the sizes chosen here hold. */
function publishTogether(sink: BatchSink, lane: Lane): (records: readonly WireRecord[]) => Promise<void> {
  return microBatch<readonly WireRecord[], void>(
    async (requests) => {
      for (const part of inParts(requests.flat())) await sink.publish(part);
      return requests.map(() => undefined);
    },
    // When Kafka refuses, it refuses all: trying each alone would only take longer.
    { maxItems: MAX_REQUESTS, waitMs: WAIT_MS[lane], concurrency: 1, triesAlone: () => false },
  );
}

/** Consecutive parts of the records, none over the limit unless a single record is. */
function inParts(records: readonly WireRecord[]): WireRecord[][] {
  const parts: WireRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = bytesOf([record]);
    const part = parts.at(-1);
    if (part === undefined || bytes > room) {
      parts.push([record]);
      room = MAX_PUBLISH_BYTES - bytes;
    } else {
      part.push(record);
      room -= bytes;
    }
  }
  return parts;
}

function bytesOf(records: readonly WireRecord[]): number {
  return records.reduce((sum, record) => sum + Buffer.byteLength(record.value) + 200, 0);
}

async function withinDeadline(published: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(unavailable(undefined)), DEADLINE_MS);
  try {
    await Promise.race([published, late.promise]);
  } catch (error) {
    throw error instanceof HermodError ? error : unavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(cause: unknown): HermodError {
  return new HermodError('KAFKA_UNAVAILABLE', 'Kafka has not confirmed the events in time', {
    fix: 'send the same events again in a moment; source and id keep them from counting twice',
    cause,
  });
}

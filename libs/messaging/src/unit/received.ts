import { hash } from 'node:crypto';
import {
  type DomainEvent,
  DomainEvent as DomainEventSchema,
  entryOf,
  FLOW,
  type FlowEntry,
  headerText,
  type Lane,
  parseJson,
  readDomainEvent,
  type Reading,
  recipientOf,
  requireKnownFormat,
  UnreadableFact,
} from '@hermod/contracts';
import type { z } from 'zod';
import type { SourceRecord } from '../ports.ts';
import { REPLAY_FOR } from './dead-letter.ts';

/** A fact that came from Kafka, validated. */
export interface Received<T = unknown> {
  readonly entry: FlowEntry;
  readonly lane: Lane;
  readonly partition: number;
  /** CloudEvents id and source: together they are the fact, however often and on whichever lane it travels. */
  readonly id: string;
  readonly source: string;
  /** Whom it is about; the lock that its unit of work takes. */
  readonly recipient: string;
  /** The recipient's counter in the publishing service; 0 for domain events. */
  readonly revision: number;
  readonly time: Date;
  readonly data: T;
  /** The fact's trace context, or that of the span in which it is handled. */
  traceparent: string | undefined;
  readonly inboxKey: string;
  readonly record: SourceRecord;
}

/**
 * True when the reader wants the record: told from the headers, before anything is parsed. What carries no
 * CloudEvents headers at all is no fact that could be left out, so it is read, and fails. What is replayed for
 * another service was handled here, perhaps so long ago that the inbox has forgotten it.
 */
export function isWanted(record: SourceRecord, reading: Reading): boolean {
  if ((headerText(record.headers, REPLAY_FOR) ?? reading.service) !== reading.service) return false;
  if (reading.only === undefined || headerText(record.headers, 'ce_id') === undefined) return true;
  return Object.entries(reading.only).some(([header, values]) => {
    const value = headerText(record.headers, header);
    return value !== undefined && values.includes(value);
  });
}

/**
 * Reads and validates a record of the flow.
 * @throws UnreadableFact naming the field.
 */
export function readFact(record: SourceRecord): Received {
  const found = entryOf(record.topic);
  if (found === undefined)
    throw new UnreadableFact('FACT_UNKNOWN_TOPIC', 'topic', `${record.topic} is not in the flow`);
  const { entry, lane } = found;
  if (entry === FLOW.domainEvents) return readEvent(record, entry, lane);
  const { headers } = record;
  requireKnownFormat(entry, headers);
  const id = requiredHeader(record, 'ce_id');
  const source = requiredHeader(record, 'ce_source');
  if (record.key === null) throw new UnreadableFact('FACT_NO_KEY', 'key', 'a fact is keyed by its recipient');
  const revision = Number(headerText(headers, 'revision') ?? Number.NaN);
  if (!Number.isSafeInteger(revision))
    throw new UnreadableFact('FACT_NO_REVISION', 'revision', 'the revision header is no number');
  return {
    entry,
    lane,
    partition: record.partition,
    id,
    source,
    recipient: record.key,
    revision,
    time: new Date(headerText(headers, 'ce_time') ?? 0),
    data: validate(entry.schema, parseJson(record.value)),
    traceparent: headerText(headers, 'traceparent'),
    inboxKey: inboxKeyOf(source, id),
    record,
  };
}

function readEvent(record: SourceRecord, entry: FlowEntry, lane: Lane): Received<DomainEvent> {
  const event = validate(DomainEventSchema, readDomainEvent(record.value, record.headers));
  return {
    entry,
    lane,
    partition: record.partition,
    id: event.id,
    source: event.source,
    recipient: recipientOf(event),
    revision: 0,
    time: new Date(event.time ?? 0),
    data: event,
    traceparent: headerText(record.headers, 'traceparent'),
    inboxKey: inboxKeyOf(event.source, event.id),
    record,
  };
}

function requiredHeader(record: SourceRecord, name: string): string {
  const value = headerText(record.headers, name);
  if (value === undefined || value === '') {
    throw new UnreadableFact('FACT_NO_HEADER', name, `the header ${name} is missing`);
  }
  return value;
}

function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const verdict = schema.safeParse(value);
  if (verdict.success) return verdict.data;
  const issue = verdict.error.issues[0]!;
  const field = issue.path.length === 0 ? 'value' : issue.path.join('.');
  throw new UnreadableFact('FACT_INVALID', field, `${field}: ${issue.message}`);
}

/** The inbox' key: 128 bits of source and id. Not for secrets, only for telling facts apart. */
export function inboxKeyOf(source: string, id: string): string {
  return hash('md5', `${source}\0${id}`, 'hex');
}

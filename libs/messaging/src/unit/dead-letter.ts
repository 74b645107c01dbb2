import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import {
  deadTopic,
  deriveId,
  entryOf,
  FLOW,
  headerText,
  HermodError,
  MAX_FACT_BYTES,
  type Service,
  type WireRecord,
} from '@hermod/contracts';
import { readTraceparent } from '@hermod/telemetry';
import type { SourceRecord } from '../ports.ts';
import type { describe } from './failures.ts';

/** Largest value and header of a dead letter on Kafka: with what Hermod adds, it has to fit where the record was. */
const MAX_VALUE_BYTES = 700_000;
const MAX_HEADER_BYTES = 2_000;
const MAX_HEADERS = 64;

/** The header of a replayed record that names the service that could not handle it: no other reads it again. */
export const REPLAY_FOR = 'replay_for';

/** A record that can't be handled, as far as it is kept, with the cause. */
export interface DeadLetter {
  /** Derived from the record's place and value and from the service, so that a repeated burial is the same one. */
  readonly id: string;
  /** Who could not handle it. */
  readonly service: Service;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  /** As it came; of what no reader takes, as much as a fact may have. */
  readonly value: Buffer | null;
  /** How large the value was. */
  readonly bytes: number;
  /** As they came, of a repeated one the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** False when something of the record was too large to be kept. */
  readonly isWhole: boolean;
  readonly code: string;
  readonly message: string;
  readonly field: string | undefined;
  readonly traceId: string | undefined;
  readonly deadAt: Date;
}

/** What is kept of a record that `service` can't handle. */
export function deadLetterOf(
  record: SourceRecord,
  cause: ReturnType<typeof describe>,
  service: Service,
  now: Date,
): DeadLetter {
  const { topic, partition, offset, value } = record;
  const key = record.key === null ? null : cut(record.key, MAX_HEADER_BYTES);
  const { headers, areWhole } = headersOf(record);
  const bytes = value?.length ?? 0;
  // With the value: in a broker that was set up anew, the same place holds another record.
  const digest = hash('md5', value ?? '', 'hex');
  return {
    id: deriveId('dead letter', service, topic, partition, offset, digest),
    service,
    topic,
    partition,
    offset,
    key,
    value: value === null ? null : value.subarray(0, MAX_FACT_BYTES),
    bytes,
    headers,
    isWhole: areWhole && key === record.key && bytes <= MAX_FACT_BYTES,
    code: cause.code,
    message: cause.message,
    field: cause.field,
    traceId: readTraceparent(headers['traceparent'])?.traceId,
    deadAt: now,
  };
}

/**
 * A dead letter as its copy on Kafka: the record as it came, its trace included, with the cause in `dead_` headers.
 * What is too large to travel on is cut, and `dead_bytes` says how large the value was.
 */
export function toDeadRecord(letter: DeadLetter): WireRecord {
  const text = letter.value?.toString('utf8') ?? '';
  const value = cut(text, MAX_VALUE_BYTES);
  const isCut = value !== text || letter.bytes > (letter.value?.length ?? 0);
  return {
    topic: deadTopic(letter.topic),
    partition: 0,
    key: letter.key ?? '',
    value,
    headers: {
      ...letter.headers,
      dead_id: letter.id,
      dead_code: letter.code,
      dead_message: letter.message,
      ...(letter.field === undefined ? {} : { dead_field: letter.field }),
      ...(isCut ? { dead_bytes: String(letter.bytes) } : {}),
      dead_service: letter.service,
      dead_topic: letter.topic,
      dead_partition: String(letter.partition),
      dead_offset: letter.offset,
      dead_at: letter.deadAt.toISOString(),
    },
  };
}

/**
 * The record of a dead letter once more: where it was, as it was, for the service that could not handle it.
 * @throws HermodError DEAD_LETTER_CUT, DEAD_LETTER_ERASED, DEAD_LETTER_NOT_TEXT or DEAD_LETTER_NO_KEY when that can't be had exactly.
 */
export function toReplay(letter: DeadLetter): WireRecord {
  const { topic, partition, key, value, headers } = letter;
  if (!letter.isWhole && value === null && letter.bytes > 0)
    throw new HermodError('DEAD_LETTER_ERASED', 'the recipient of this dead letter was erased', {
      field: 'id',
      fix: 'nothing is left to replay',
    });
  if (!letter.isWhole)
    throw notReplayable(
      'CUT',
      `the record was too large to be kept whole (its value had ${letter.bytes} bytes)`,
    );
  if (value !== null && !isUtf8(value)) throw notReplayable('NOT_TEXT', 'its value is no text in UTF-8');
  // Of domain events the key decides nothing but their partition, and that is known.
  if (key === null && entryOf(topic)?.entry !== FLOW.domainEvents)
    throw notReplayable('NO_KEY', 'a fact is keyed by its recipient, and this record has no key');
  return {
    topic,
    partition,
    key: key ?? '',
    value: value?.toString('utf8') ?? '',
    headers: { ...headers, [REPLAY_FOR]: letter.service },
  };
}

function notReplayable(why: string, message: string): HermodError {
  return new HermodError(`DEAD_LETTER_${why}`, `this dead letter can not be replayed: ${message}`, {
    field: 'id',
    fix: 'mend the record where it comes from, and publish it anew from there',
  });
}

function headersOf(record: SourceRecord): { headers: Record<string, string>; areWhole: boolean } {
  const names = Object.keys(record.headers);
  const headers: Record<string, string> = {};
  let areWhole = names.length <= MAX_HEADERS;
  for (const name of names.slice(0, MAX_HEADERS)) {
    const value = headerText(record.headers, name) ?? '';
    const kept = cut(name, MAX_HEADER_BYTES);
    headers[kept] = cut(value, MAX_HEADER_BYTES);
    areWhole &&= kept === name && headers[kept] === value;
  }
  return { headers, areWhole };
}

/** The text, or as much of it as has at most that many bytes in UTF-8. */
function cut(text: string, bytes: number): string {
  // A character has at most three bytes for each of its UTF-16 units.
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  return new TextDecoder('utf-8', { fatal: false }).decode(Buffer.from(text).subarray(0, bytes), {
    stream: true,
  });
}

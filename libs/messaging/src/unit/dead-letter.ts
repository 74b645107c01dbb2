import { deadTopic, headerText, type Service, type WireRecord } from '@hermod/contracts';
import type { SourceRecord } from '../ports.ts';
import type { describe } from './failures.ts';

/** Largest value and header of a dead letter: with what Hermod adds, it has to fit where the record was. */
const MAX_VALUE_BYTES = 700_000;
const MAX_HEADER_BYTES = 2_000;
const MAX_HEADERS = 64;

/**
 * A record that can't be handled as it goes to the dead letters: as it came, its trace included, with the cause.
 * What is too large to travel on is cut, and `dead_bytes` says how large the value was.
 */
export function toDeadLetter(
  record: SourceRecord,
  cause: ReturnType<typeof describe>,
  service: Service,
  now: Date,
): WireRecord {
  const headers: Record<string, string> = {};
  for (const name of Object.keys(record.headers).slice(0, MAX_HEADERS)) {
    headers[cut(name, MAX_HEADER_BYTES)] = cut(headerText(record.headers, name) ?? '', MAX_HEADER_BYTES);
  }
  const text = record.value?.toString('utf8') ?? '';
  const value = cut(text, MAX_VALUE_BYTES);
  return {
    topic: deadTopic(record.topic),
    partition: 0,
    key: cut(record.key ?? '', MAX_HEADER_BYTES),
    value,
    headers: {
      ...headers,
      dead_code: cause.code,
      dead_message: cause.message,
      ...(cause.field === undefined ? {} : { dead_field: cause.field }),
      ...(value === text ? {} : { dead_bytes: String(record.value?.length) }),
      dead_service: service,
      dead_topic: record.topic,
      dead_partition: String(record.partition),
      dead_offset: record.offset,
      dead_at: now.toISOString(),
    },
  };
}

/** The text, or as much of it as has at most that many bytes in UTF-8. */
function cut(text: string, bytes: number): string {
  // A character has at most three bytes for each of its UTF-16 units.
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  return new TextDecoder('utf-8', { fatal: false }).decode(Buffer.from(text).subarray(0, bytes), {
    stream: true,
  });
}

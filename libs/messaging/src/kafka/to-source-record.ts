import type { KafkaMessage } from 'kafkajs';
import type { SourceRecord } from '../ports.ts';

/** A message of the client as a record of the port. @param topic without the deployment's prefix. */
export function toSourceRecord(topic: string, partition: number, message: KafkaMessage): SourceRecord {
  const { key, value, offset, headers, timestamp } = message;
  return {
    topic,
    partition,
    offset,
    writtenAt: Number(timestamp),
    key: key === null ? null : key.toString('utf8'),
    value,
    headers: headers ?? {},
  };
}

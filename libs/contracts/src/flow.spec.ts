import { describe, expect, it } from 'vitest';
import {
  deadTopic,
  entryOf,
  FLOW,
  FLOW_ENTRIES,
  kafkaTopic,
  kafkaTopics,
  readingOf,
  SERVICES,
} from './flow.ts';
import { LANES } from './words.ts';

describe('the flow', () => {
  it('has ten facts, numbered in the order in which they pass, each with a Kafka topic of its own', () => {
    expect(FLOW_ENTRIES.map((entry) => entry.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(FLOW_ENTRIES.map((entry) => entry.topic)).size).toBe(10);
    for (const { topic } of FLOW_ENTRIES) expect(topic).toMatch(/^hermod\.[a-z]+(-[a-z]+)*$/);
  });

  it.each(FLOW_ENTRIES)('$topic has publishers and readers that exist, each reader once', (entry) => {
    expect(entry.publishers.length).toBeGreaterThan(0);
    for (const publisher of entry.publishers) expect([...SERVICES, 'upstream']).toContain(publisher);
    const readers = entry.readers.map((reading) => reading.service);
    expect(new Set(readers).size).toBe(readers.length);
    for (const reader of readers) {
      expect(SERVICES).toContain(reader);
      // Only a journey's own events come back to who publishes them; they carry a hop count.
      if (entry.topic !== FLOW.domainEvents.topic) expect(entry.publishers).not.toContain(reader);
      expect(readingOf(entry, reader)?.to).not.toBe('');
    }
    if (entry.lanes === 'plain') for (const { lane } of entry.readers) expect(lane).toBeUndefined();
  });

  it('is chosen from by header only where the header is written, and by values that exist', () => {
    for (const { topic, filters, readers, schema } of FLOW_ENTRIES) {
      for (const { only = {} } of readers) {
        for (const [header, values] of Object.entries(only)) {
          expect(filters, topic).toContain(header);
          const field = (schema as unknown as { shape: Record<string, Choice> }).shape[header]!;
          for (const value of values) expect(field.safeParse(value).success, `${header}=${value}`).toBe(true);
        }
      }
    }
  });

  it('has the first eight facts on both lanes', () => {
    expect(FLOW_ENTRIES.filter((entry) => entry.lanes === 'both').map((entry) => entry.number)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('finds an entry and its lane by Kafka topic', () => {
    for (const entry of FLOW_ENTRIES) {
      for (const lane of LANES) {
        const found = entryOf(kafkaTopic(entry, lane));
        expect(found).toEqual({ entry, lane: entry.lanes === 'both' ? lane : 'plain' });
      }
      expect(entryOf(deadTopic(entry.topic))).toBeUndefined();
    }
    expect(entryOf('hermod.recipient-changed.urgent')).toBeUndefined();
    expect(readingOf(FLOW.messageRequested, 'receipts')).toBeUndefined();
  });

  it('becomes Kafka topics: every lane with its dead letters, and no two of one name', () => {
    const topics = kafkaTopics(6);
    expect(topics).toHaveLength((8 * 2 + 2) * 2);
    expect(new Set(topics.map(({ topic }) => topic)).size).toBe(topics.length);
    for (const { topic, partitions, config } of topics) {
      const isDead = topic.endsWith('.dead');
      expect(partitions).toBe(isDead ? 1 : 6);
      expect(config).toEqual({
        'retention.ms': String((isDead ? 30 : 7) * 86_400_000),
        'segment.ms': String(86_400_000),
      });
    }
  });
});

interface Choice {
  safeParse(value: unknown): { success: boolean };
}

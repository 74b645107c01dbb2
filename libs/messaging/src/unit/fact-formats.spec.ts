import { readFileSync } from 'node:fs';
import { entryOf, FLOW_ENTRIES } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readFact } from './received.ts';

/** A record as an earlier build wrote it. */
interface KeptRecord {
  readonly what: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What travelled when the first format was kept. Records are added for what is new; those that are there stay as they are. */
const KEPT = JSON.parse(
  readFileSync(new URL('../../test/fixtures/facts-format-1.json', import.meta.url), 'utf8'),
) as KeptRecord[];

const recordOf = ({ topic, key, headers, value }: KeptRecord): Parameters<typeof readFact>[0] => ({
  topic,
  partition: 0,
  offset: '0',
  key,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  value: Buffer.from(JSON.stringify(value)),
});

describe('a fact as an earlier build wrote it', () => {
  it.each(KEPT.map((kept) => [kept.what, kept] as const))('%s is read', (_, kept) => {
    const { data, id, source } = readFact(recordOf(kept));
    expect(id).not.toBe('');
    expect(source).not.toBe('');
    const isBinary = kept.headers['ce_source'] === '/shop';
    expect(isBinary ? (data as { data: unknown }).data : data).toEqual(kept.value);
  });

  it('is kept for each fact of the flow', () => {
    const topics = new Set(KEPT.map(({ topic }) => entryOf(topic)?.entry.topic));
    expect(topics).toEqual(new Set(FLOW_ENTRIES.map(({ topic }) => topic)));
  });

  const facts = KEPT.filter(({ topic }) => !topic.startsWith('hermod.domain-events'));
  it.each(facts.map((kept) => [kept.what, kept] as const))(
    '%s is refused in a format that only a later build reads',
    (_, kept) => {
      const later = { ...kept, headers: { ...kept.headers, format: '99' } };
      expect(() => readFact(recordOf(later))).toThrow(
        expect.objectContaining({ code: 'FACT_FORMAT_UNKNOWN', field: 'format' }),
      );
    },
  );
});

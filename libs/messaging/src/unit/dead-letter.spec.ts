import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../ports.ts';
import { toDeadLetter } from './dead-letter.ts';

const record = (change: Partial<SourceRecord>): SourceRecord => ({
  topic: 'hermod.domain-events.urgent',
  partition: 3,
  offset: '17',
  key: 'ada',
  value: Buffer.from('{"n":1}'),
  headers: {},
  ...change,
});
const NOW = new Date('2026-11-22T09:00:00Z');
const dead = (change: Partial<SourceRecord>) =>
  toDeadLetter(record(change), { code: 'X', message: 'x', field: 'data.n' }, 'routing', NOW);

describe('a dead letter', () => {
  it('is the record as it came, with its cause and its place', () => {
    const headers = { ce_id: Buffer.from('e1'), traceparent: 'tp', twice: ['a', 'b'] };
    expect(dead({ headers })).toEqual({
      topic: 'hermod.domain-events.urgent.dead',
      partition: 0,
      key: 'ada',
      value: '{"n":1}',
      headers: {
        ce_id: 'e1',
        traceparent: 'tp',
        twice: 'a',
        dead_code: 'X',
        dead_message: 'x',
        dead_field: 'data.n',
        dead_service: 'routing',
        dead_topic: 'hermod.domain-events.urgent',
        dead_partition: '3',
        dead_offset: '17',
        dead_at: '2026-11-22T09:00:00.000Z',
      },
    });
  });

  it('stands for a record without key or value', () => {
    expect(dead({ key: null, value: null })).toMatchObject({ key: '', value: '' });
  });

  it.each([
    ['bytes that are no text', Buffer.alloc(1_048_576, 0xff)],
    ['characters of four bytes', Buffer.from('🦉'.repeat(262_144))],
    ['plain text', Buffer.alloc(1_048_576, 'x')],
  ])('fits where the record was: %s', (_what, value) => {
    const headers = Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`h${n}`, 'ö'.repeat(9_999)]));
    const letter = dead({ value, headers });
    expect(Buffer.byteLength(JSON.stringify(letter))).toBeLessThan(900_000);
    expect(letter.headers['dead_bytes']).toBe('1048576');
  });

  it('is cut between characters', () => {
    const { value } = dead({ value: Buffer.from(`x${'🦉'.repeat(262_144)}`) });
    expect(value.at(-2)! + value.at(-1)!).toBe('🦉');
    expect(value).not.toContain('\uFFFD');
  });
});

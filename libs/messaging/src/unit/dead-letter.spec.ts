import { describe, expect, it } from 'vitest';
import { MAX_FACT_BYTES, type Service } from '@hermod/contracts';
import type { SourceRecord } from '../ports.ts';
import { deadLetterOf, toDeadRecord, toReplay } from './dead-letter.ts';

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
const letter = (change: Partial<SourceRecord>, service: Service = 'routing') =>
  deadLetterOf(record(change), { code: 'X', message: 'x', field: 'data.n' }, service, NOW);
const dead = (change: Partial<SourceRecord>) => toDeadRecord(letter(change));
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';

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
        dead_id: letter({}).id,
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

describe('the id of a dead letter', () => {
  it('is the same for a repeated burial, and no other record or service has it', () => {
    const others: [Partial<SourceRecord>, Service?][] = [
      [{}, 'consent'],
      [{ topic: 'hermod.domain-events' }],
      [{ partition: 4 }],
      [{ offset: '18' }],
      [{ value: Buffer.from('{"n":2}') }],
    ];
    const ids = [letter({}), letter({}), ...others.map(([change, by]) => letter(change, by))].map(
      ({ id }) => id,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(1 + others.length);
  });
});

describe('a replay', () => {
  it('is the record where it was, for the service that could not handle it', () => {
    const value = Buffer.from('{"n": 1, "s":"ö🦉"}\n');
    const headers = { ce_id: Buffer.from('e1'), traceparent: TRACEPARENT };
    expect(letter({ headers }).traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(toReplay(letter({ value, headers }))).toEqual({
      topic: 'hermod.domain-events.urgent',
      partition: 3,
      key: 'ada',
      value: value.toString(),
      headers: { ce_id: 'e1', traceparent: TRACEPARENT, replay_for: 'routing' },
    });
  });

  it('has the largest value that a reader takes, and an event without a key', () => {
    const value = Buffer.alloc(MAX_FACT_BYTES, 'x');
    expect(toReplay(letter({ value })).value).toHaveLength(MAX_FACT_BYTES);
    expect(toReplay(letter({ key: null })).key).toBe('');
  });

  it.each<[what: string, record: Partial<SourceRecord>, code: string]>([
    ['a value that was cut', { value: Buffer.alloc(MAX_FACT_BYTES + 1, 'x') }, 'DEAD_LETTER_CUT'],
    ['a header that was cut', { headers: { h: 'x'.repeat(2_001) } }, 'DEAD_LETTER_CUT'],
    ['a key that was cut', { key: 'x'.repeat(2_001) }, 'DEAD_LETTER_CUT'],
    [
      'headers that were left out',
      { headers: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`h${n}`, ''])) },
      'DEAD_LETTER_CUT',
    ],
    ['bytes that are no text', { value: Buffer.from([0xff, 0xfe]) }, 'DEAD_LETTER_NOT_TEXT'],
    ['a fact without a key', { topic: 'hermod.receipt-recorded', key: null }, 'DEAD_LETTER_NO_KEY'],
  ])('of %s is refused, with the fix', (_what, change, code) => {
    expect(() => toReplay(letter(change))).toThrow(
      expect.objectContaining({
        code,
        field: 'id',
        fix: expect.stringContaining('publish it anew') as string,
      }),
    );
  });
});

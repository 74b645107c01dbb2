import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeDomainEvent,
  encodeHeaders,
  headerText,
  MAX_FACT_BYTES,
  parseJson,
  readDomainEvent,
  requireKnownFormat,
} from './envelope.ts';
import { DomainEvent, MAX_EVENT_BYTES, recipientOf } from './facts/domain-event.ts';
import { FLOW } from './flow.ts';

const HELLO = { message: 'Hello World!' };
const STRUCTURED = 'application/cloudevents+json';

/** A refusal with its code and field. */
const refusal = (code: string, field: string) => expect.objectContaining({ code, field });

describe('headers of a fact', () => {
  it('are CloudEvents, revision, trace and what readers choose by', () => {
    const fact = { decision: 'refused', of: 'channel' };
    const time = new Date('2026-11-22T09:00:00Z');
    const about = {
      id: 'd1',
      source: 'hermod/consent',
      recipient: 'ada',
      time,
      revision: 7,
      traceparent: 'tp',
    };
    expect(encodeHeaders(FLOW.messageDecided, fact, about)).toEqual({
      ce_specversion: '1.0',
      ce_id: 'd1',
      ce_source: 'hermod/consent',
      ce_type: 'hermod.message-decided',
      ce_time: '2026-11-22T09:00:00.000Z',
      ce_subject: 'ada',
      'content-type': 'application/json',
      revision: '7',
      traceparent: 'tp',
      decision: 'refused',
    });
    const bare = encodeHeaders(
      FLOW.inboundReceived,
      { kind: 'text' },
      { id: 'i', source: 's', time, revision: 1 },
    );
    expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['meaning']));
    expect(bare).not.toHaveProperty('traceparent');
    expect(bare).not.toHaveProperty('ce_subject');
  });

  it('tell the format only where it is not the first one', () => {
    const about = { id: 'i', source: 's', time: new Date(0), revision: 1 };
    const second = { ...FLOW.receiptRecorded, format: 2 };
    expect(encodeHeaders(FLOW.receiptRecorded, {}, about)).not.toHaveProperty('format');
    expect(encodeHeaders(second, {}, about)).toMatchObject({ format: '2' });
  });

  it.each([
    [1, {}, true],
    [1, { format: '1' }, true],
    [1, { format: '2' }, false],
    [1, { format: '0' }, false],
    [1, { format: '' }, false],
    [1, { format: 'new' }, false],
    [2, {}, true],
    [2, { format: '1' }, true],
    [2, { format: Buffer.from('2') }, true],
    [2, { format: '3' }, false],
  ])('of a reader of format %i with %o are of a known format: %s', (format, headers, isKnown) => {
    const entry = { ...FLOW.receiptRecorded, format };
    const read = (): void => requireKnownFormat(entry, headers);
    if (isKnown) expect(read).not.toThrow();
    else expect(read).toThrow(refusal('FACT_FORMAT_UNKNOWN', 'format'));
  });

  it.each([
    ['a text', 'x', 'x'],
    ['bytes', Buffer.from('ö'), 'ö'],
    ['a part of a larger buffer', Buffer.from('abcdef').subarray(2, 4), 'cd'],
    ['the first of several', [Buffer.from('a'), 'b'], 'a'],
    ['nothing', undefined, undefined],
    ['no one of several', [], undefined],
  ])('are read from %s', (_what, value, text) => {
    expect(headerText({ h: value }, 'h')).toBe(text);
  });
});

describe('the value of a fact', () => {
  it('is JSON', () => {
    expect(parseJson(Buffer.from('{"a":"ö"}'))).toEqual({ a: 'ö' });
    expect(parseJson('[1]')).toEqual([1]);
  });

  it.each<[string, Uint8Array | string | null, string]>([
    ['nothing', null, 'FACT_EMPTY'],
    ['an empty value', '', 'FACT_EMPTY'],
    ['half of it', '{"a":', 'FACT_NOT_JSON'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe]), 'FACT_NOT_JSON'],
    ['too much', `"${'x'.repeat(MAX_FACT_BYTES)}"`, 'FACT_TOO_LARGE'],
  ])('may not be %s', (_what, value, code) => {
    expect(() => parseJson(value)).toThrow(refusal(code, 'value'));
  });

  it('holds the largest event twice, as a message does that carries event and start', () => {
    const event = { data: 'x'.repeat(MAX_EVENT_BYTES - 200) };
    expect(() => parseJson(JSON.stringify({ context: { event, start: event } }))).not.toThrow();
  });
});

describe('a domain event', () => {
  const text = fc.string({ minLength: 1, maxLength: 30 }).filter((value) => value.trim() === value);
  const anyEvent = fc.record(
    {
      specversion: fc.constant('1.0' as const),
      id: text,
      source: text,
      type: text,
      recipient: fc.constantFrom('ada', 'Östen', 'c-1'),
      time: fc.constant('2026-11-22T09:00:00Z'),
      priority: fc.constantFrom('urgent' as const, 'normal' as const),
      ourextension: text,
      data: fc.jsonValue(),
    },
    { requiredKeys: ['specversion', 'id', 'source', 'type', 'recipient'] },
  );
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  it('is the same after a journey in structured mode, extensions included', () => {
    fc.assert(
      fc.property(anyEvent, (sample) => {
        const event = DomainEvent.parse(plain(sample));
        const { value, headers } = encodeDomainEvent(event, 'tp');
        expect(headers['traceparent']).toBe('tp');
        expect(DomainEvent.parse(readDomainEvent(Buffer.from(value), headers))).toEqual(event);
      }),
    );
  });

  it('is the same after a journey in binary mode, extensions included', () => {
    fc.assert(
      fc.property(anyEvent, (sample) => {
        const { data, ...attributes } = DomainEvent.parse(plain(sample));
        const headers = Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [`ce_${name}`, Buffer.from(String(value))]),
        );
        const value = data === undefined ? null : Buffer.from(JSON.stringify(data));
        const read = DomainEvent.parse(
          readDomainEvent(value, { ...headers, 'content-type': 'application/json' }),
        );
        expect(read).toEqual({
          ...attributes,
          ...(data === undefined ? {} : { data }),
          datacontenttype: 'application/json',
        });
      }),
    );
  });

  it('is known as structured without a header when it says what it is', () => {
    expect(readDomainEvent('{"specversion":"1.0","id":"1"}', {})).toEqual({ specversion: '1.0', id: '1' });
  });

  it('keeps data that is no JSON as text', () => {
    const headers = { ce_specversion: '1.0', ce_id: '1', 'content-type': 'text/plain' };
    expect(readDomainEvent('hello', headers)).toMatchObject({ data: 'hello', datacontenttype: 'text/plain' });
  });

  it.each<[string, string | null, Record<string, string>, string, string]>([
    ['JSON that is no event', '{"a":1}', {}, 'EVENT_NOT_CLOUDEVENTS', 'ce_specversion'],
    ['nothing at all', null, {}, 'EVENT_NOT_CLOUDEVENTS', 'ce_specversion'],
    ['a text', 'hello', {}, 'EVENT_NOT_CLOUDEVENTS', 'ce_specversion'],
    ['structured without a value', null, { 'content-type': STRUCTURED }, 'FACT_EMPTY', 'value'],
    ['structured that is no JSON', '{', { 'content-type': STRUCTURED }, 'FACT_NOT_JSON', 'value'],
    ['binary with data that is no JSON', '{', { ce_specversion: '1.0' }, 'FACT_NOT_JSON', 'value'],
    ['too large', 'x'.repeat(MAX_EVENT_BYTES + 1), {}, 'EVENT_TOO_LARGE', 'value'],
  ])('is refused: %s', (_what, value, headers, code, field) => {
    expect(() => readDomainEvent(value, headers)).toThrow(refusal(code, field));
  });

  const valid = { specversion: '1.0', id: '1', source: '/s', type: 't', subject: 'ada' };

  it('is about its recipient, else its subject', () => {
    expect(recipientOf(DomainEvent.parse(valid))).toBe('ada');
    expect(recipientOf(DomainEvent.parse({ ...valid, subject: 'order 7', recipient: 'bo' }))).toBe('bo');
  });

  it.each<[string, object, string]>([
    ['of another version', { specversion: '0.3' }, 'specversion'],
    ['without an id', { id: undefined }, 'id'],
    ['with an empty source', { source: '' }, 'source'],
    ['with a type too long', { type: 'x'.repeat(256) }, 'type'],
    ['at no time', { time: 'noon' }, 'time'],
    ['about nobody', { subject: undefined }, 'subject'],
    ['about a phone number', { subject: '+46700000001' }, 'subject'],
    ['about a mail address', { recipient: 'ada@example.org' }, 'recipient'],
    ['that went round too often', { hop: '9' }, 'hop'],
    ['of an unknown priority', { priority: 'soon' }, 'priority'],
  ])('breaks its contract %s', (_what, change, field) => {
    const verdict = DomainEvent.safeParse({ ...valid, ...change });
    expect(verdict.success).toBe(false);
    expect(verdict.error!.issues.map((issue) => issue.path.join('.'))).toContain(field);
  });
});

/** Read from `../shared/vectors` beside the repository: cloudevents/conformance, commit 7a8ee0a (Apache-2.0); skipped without it. */
const FEATURE = new URL(
  '../../../../shared/vectors/cloudevents/kafka-protocol-binding.feature',
  import.meta.url,
);

interface Sample {
  readonly title: string;
  readonly payload: string;
  readonly headers: Record<string, string>;
  readonly attributes: Record<string, string>;
  readonly data: unknown;
}

/** Reads the scenarios of the conformance suite: payload, headers, expected attributes and data. */
function conformanceSamples(): Sample[] {
  if (!existsSync(FEATURE)) return [];
  const scenarios = readFileSync(FEATURE, 'utf8')
    .split(/^ *Scenario(?: Outline)?: /m)
    .slice(1);
  return scenarios.flatMap((scenario) => {
    const [, examples = ''] = scenario.split('Examples:');
    const [, ...contentTypes] = tableRows(examples).map(([cell]) => cell!);
    return (contentTypes.length === 0 ? [''] : contentTypes).map((type) => {
      const filled = scenario.replaceAll('<contentType>', type);
      const [payload, data] = [...filled.matchAll(/"""\n([\s\S]*?)"""/g)].map((match) => match[1]!);
      const [headers, attributes] = filled.split('When parsed');
      return {
        title: `${filled.split('\n')[0]} ${type}`,
        payload: payload!,
        headers: Object.fromEntries(tableRows(headers!).slice(1)) as Record<string, string>,
        attributes: Object.fromEntries(tableRows(attributes!.split('Examples:')[0]!).slice(1)) as Record<
          string,
          string
        >,
        data: JSON.parse(data!),
      };
    });
  });
}

function tableRows(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.trim().startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe.skipIf(!existsSync(FEATURE))('the conformance suite of CloudEvents for Kafka', () => {
  it.each(conformanceSamples())('$title', ({ payload, headers, attributes, data }) => {
    expect(readDomainEvent(Buffer.from(payload), headers)).toEqual({ ...attributes, data });
    expect(data).toEqual(HELLO);
  });
});

/**
 * The vectors are read from `../shared/vectors` beside the repository: Twilio's message-segment-calculator (MIT)
 * and go-smpp (MIT), each with its commit. A clone without them skips those tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentSms } from './segments.ts';

const folder = new URL('../../../../../shared/vectors/', import.meta.url);
const present = existsSync(folder);
const vectors = <T>(name: string): T[] =>
  present ? (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { cases: T[] }).cases : [];

interface TwilioCase {
  readonly name: string;
  readonly body: string;
  readonly encoding?: string;
  readonly segments?: number;
  readonly messageSizeBits?: number;
  readonly totalSizeBits?: number;
}

/** Septets or UTF-16 units of one part, counted by another way than the code under test. */
const unitsOf = (part: string, encoding: string): number =>
  encoding === 'UCS-2' ? part.length : part.length + (part.match(/[\f^{}\\[~\]|€]/g)?.length ?? 0);

describe.skipIf(!present)("Twilio's segment vectors", () => {
  // Their calculator keeps graphemes whole; no vector is long enough for that to change a count.
  it.each(vectors<TwilioCase>('sms-segments.twilio.json'))('$name', (vector) => {
    const found = segmentSms(vector.body);
    const bits = found.units * (found.encoding === 'GSM-7' ? 7 : 16);
    if (vector.encoding !== undefined) expect(found.encoding).toBe(vector.encoding);
    if (vector.segments !== undefined) expect(found.segments).toBe(vector.segments);
    if (vector.messageSizeBits !== undefined) expect(bits).toBe(vector.messageSizeBits);
    if (vector.totalSizeBits !== undefined) {
      const headers = found.segments > 1 ? found.segments * (found.encoding === 'GSM-7' ? 49 : 48) : 0;
      // Theirs counts the header's 48 bits, without the bit that pads it to a septet boundary.
      expect(bits + headers - (found.encoding === 'GSM-7' && headers > 0 ? found.segments : 0)).toBe(
        vector.totalSizeBits,
      );
    }
  });
});

describe.skipIf(!present)("go-smpp's alphabet vectors", () => {
  it.each(vectors<{ packed: boolean; text: string; hex: string }>('sms-gsm7-encode.go-smpp.json'))(
    'packed $packed: $text',
    ({ packed, text, hex }) => {
      const found = segmentSms(text);
      const octets = packed ? Math.ceil((found.units * 7) / 8) : found.units;
      expect({ encoding: found.encoding, octets }).toEqual({ encoding: 'GSM-7', octets: hex.length / 2 });
    },
  );
});

describe('segmenting', () => {
  it.each([
    ['a'.repeat(152) + '€' + 'a'.repeat(10), [152, 11]],
    ['€'.repeat(81), [76, 5]],
    ['€'.repeat(153), [76, 76, 1]],
    ['ж'.repeat(66) + '😀' + 'ж'.repeat(5), [66, 7]],
    ['😀'.repeat(36), [66, 6]],
    ['', [0]],
  ])('never splits an escape pair or a surrogate pair (%#)', (text, lengths) => {
    expect(segmentSms(text).parts.map((part) => part.length)).toEqual(lengths);
  });

  it.each(['ç', 'á', '`', '\t', '’', '…', '\u00a0', 'ê'])('takes a text with %j as UCS-2', (character) => {
    expect(segmentSms(`hello ${character}`).encoding).toBe('UCS-2');
  });

  it('may split a grapheme of several code points, which handsets join again', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(segmentSms('жжж' + family.repeat(7)).parts.map((part) => part.length)).toEqual([67, 13]);
  });

  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: fc.constantFrom('a', '€', '{', 'Δ', '\n'), maxLength: 700 }),
    fc.string({ unit: fc.constantFrom('ж', '😀', '\ud83d', 'a', '€'), maxLength: 300 }),
  );

  it('gives parts that join to the text, each of which fits and is filled', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { encoding, segments, units, parts } = segmentSms(text);
        const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
        expect(parts.join('')).toBe(text);
        expect(parts).toHaveLength(segments);
        expect(unitsOf(text, encoding)).toBe(units);
        expect(segments === 1).toBe(units <= single);
        if (segments === 1) return;
        for (const [index, one] of parts.entries()) {
          const size = unitsOf(one, encoding);
          expect(size).toBeLessThanOrEqual(part);
          // Only a pair that didn't fit leaves one unit free.
          if (index < parts.length - 1) expect(size).toBeGreaterThanOrEqual(part - 1);
          expect(/^[\udc00-\udfff]/.test(one) && /[\ud800-\udbff]$/.test(parts[index - 1] ?? '')).toBe(false);
        }
      }),
    );
  });
});

/** The vectors are go-smpp's (MIT), read from `../shared/vectors` beside the repository; a clone without them skips those tests. */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGsm7, decodeUcs2, encodeGsm7, encodeUcs2 } from './gsm7.ts';
import { segmentSms } from './segments.ts';

const file = new URL('../../../../../shared/vectors/sms-gsm7-encode.go-smpp.json', import.meta.url);
const present = existsSync(file);
interface Vectors {
  readonly cases: { readonly packed: boolean; readonly text: string; readonly hex: string }[];
  readonly invalidText: string[];
}
const { cases, invalidText }: Vectors = present
  ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
  : { cases: [], invalidText: [] };

/** Eight septets in seven octets, as on the air: 23.038, 6.1.2.1. */
function packed(septets: Uint8Array): Uint8Array {
  const bits = [...septets].map((septet) => [...septet.toString(2).padStart(7, '0')].toReversed().join(''));
  const octets = bits.join('').match(/.{1,8}/g) ?? [];
  return Uint8Array.from(octets, (octet) => Number.parseInt([...octet].toReversed().join(''), 2));
}
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

describe.skipIf(!present)("go-smpp's alphabet vectors", () => {
  it.each(cases)('packed $packed: $text', (vector) => {
    const septets = encodeGsm7(vector.text);
    expect(hex(vector.packed ? packed(septets) : septets)).toBe(vector.hex);
    expect(decodeGsm7(septets)).toBe(vector.text);
  });
  it.each(invalidText)('refuses %s', (text) => {
    expect(() => encodeGsm7(text)).toThrow(RangeError);
  });
});

describe('octets', () => {
  it.each([
    ['80', '\ufffd'],
    ['1b', '\ufffd'],
    ['1b80', '\ufffd'],
    ['1b41', 'A'],
    ['1b65', '€'],
  ])('%s show as %j', (octets, text) => {
    expect(decodeGsm7(Buffer.from(octets, 'hex'))).toBe(text);
  });

  it('bring a text back, in either encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        const isGsm7 = segmentSms(text).encoding === 'GSM-7';
        expect(isGsm7 ? decodeGsm7(encodeGsm7(text)) : decodeUcs2(encodeUcs2(text))).toBe(text);
      }),
    );
  });
});

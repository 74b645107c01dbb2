import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costlyCharacters, segmentSms } from './segments.ts';
import { smartEncode } from './smart-encoding.ts';

describe('smart encoding', () => {
  it.each([
    ['“Hej” – it’s here…', '"Hej" - it\'s here...'],
    ['‹left› and «both»', '<left> and "both"'],
    ['a\u00a0b\u3000c', 'a  b  c'],
    ['a\tb', 'a       b'],
    ['zero\u200bwidth\ufeff', 'zerowidth'],
    ['ＳＡＬＥ ５０％', 'SALE 50%'],
    ['ꜱᴀʟᴇ', 'SALE'],
    ['½ price', '1/2 price'],
    ['cafe\u0301', 'café'],
    ['no `code`', "no 'code'"],
  ])('writes %j as %j', (text, plain) => {
    expect(smartEncode(text)).toBe(plain);
    expect(segmentSms(plain).encoding).toBe('GSM-7');
  });

  it.each([
    ['“Hej” 🎉', 'an emoji'],
    ['“ça va”', 'a lower ç'],
    ['Привет – это', 'Cyrillic'],
  ])('leaves %j as it is: %s costs UCS-2 anyway', (text) => {
    expect(smartEncode(text)).toBe(text);
  });

  it('leaves a text as it is when its twins would take more segments', () => {
    expect(smartEncode('…'.repeat(60))).toBe('…'.repeat(60));
    expect(smartEncode('…'.repeat(53))).toBe('.'.repeat(159));
  });

  it('leaves what the alphabet has as it is', () => {
    expect(smartEncode('@£$ ÄÖÅ {€}^ ~')).toBe('@£$ ÄÖÅ {€}^ ~');
  });

  it('never costs more, and done twice does no more', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', 'é', '“', '…', '\u00a0', '🎉', 'ｗ', '\t'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(texts, (text) => {
        const once = smartEncode(text);
        expect(segmentSms(once).segments).toBeLessThanOrEqual(segmentSms(text).segments);
        expect(smartEncode(once)).toBe(once);
      }),
    );
  });
});

describe('characters that cost UCS-2', () => {
  it('are named with their places in UTF-16 units', () => {
    expect(costlyCharacters('a😀b ç `')).toEqual([
      { character: '😀', at: 1 },
      { character: 'ç', at: 5 },
      { character: '`', at: 7 },
    ]);
    expect(costlyCharacters('plain {€}')).toEqual([]);
  });
});

/** Puts a text into the GSM 7-bit alphabet where only its typography keeps it out. */
import { septetsOf } from './gsm7.ts';
import { segmentSms } from './segments.ts';

/**
 * Plain twins and what they stand for, as code points in hexadecimal: what Twilio's smart encoding replaces (the map of
 * TwilioDevEd/message-segment-calculator, MIT), except that ‹ and › point the right way. Its fullwidth forms are a rule below.
 */
const TWINS: readonly (readonly [twin: string, codes: string])[] = [
  ['"', '00ab 00bb 02ba 02ee 201c-201f 275d-275e 301d-301e'],
  ["'", '0060 00b4 02b9 02bb-02bd 02c8 02ca-02cb 0313-0314 2018-2019 201b 275b-275c fe10-fe11'],
  ['/', '00f7 0337-0338 2044 2215 29f8'],
  ['1/4', '00bc'],
  ['1/2', '00bd'],
  ['3/4', '00be'],
  ['\\', '20e5 29f5 29f9 fe68'],
  ['_', '0332 2017'],
  ['|', '20d2-20d3 2223 239c 239f 23b8-23b9 23d0'],
  ['-', '2010 2013-2015 2022 2043 23bc-23bd fe63'],
  ['@', 'fe6b'],
  ['$', 'fe69'],
  ['!', '01c3 fe15 fe57'],
  ['!!', '203c'],
  ['#', 'fe5f'],
  ['%', 'fe6a'],
  ['&', 'fe60'],
  [',', '0326 201a 3001 fe50-fe51 ff64'],
  ['(', '2768 276a 27ee 2985 fe59'],
  [')', '2769 276b 27ef 2986 fe5a'],
  ['*', '204e 2217 229b 2722-2725 2731-2733 273a-273d 2743 2749-274b 29c6 fe61'],
  ['+', '02d6 fe62'],
  ['.', '3002 fe52 ff61'],
  ['...', '2026'],
  [':', '02d0 02f8 2982 a789 fe13'],
  [';', '204f fe14 fe54'],
  ['<', '2039 fe64'],
  ['=', '0347 a78a fe66'],
  ['>', '203a fe65'],
  ['?', 'fe16 fe56'],
  ['^', '02c6 0302 1dcd'],
  ['{', '2774 fe5b'],
  ['}', '2775 fe5c'],
  ['~', '02dc 02f7 0303 0330 0334 223c'],
  ['', '0000 0003-0004 0010-0014 0017 0019 200b 2060 feff'],
  [' ', '2001 2028-2029'],
  ['  ', '0080 008d 0090 009b 009f-00a0 2000 2002-200a 202f 205f 3000'],
  ['       ', '0009'],
];
/** Small capitals, and the capitals that they are twins of. */
const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ';
const CAPITALS = 'ABCDEFGHIJKLMNOPRSTUVWYZ';
/** Fullwidth forms lie in the order of ASCII. */
const FULLWIDTH = { first: 0xff01, last: 0xff5e, offset: 0xfee0 } as const;

const MAP: ReadonlyMap<string, string> = new Map([
  ...TWINS.flatMap(([twin, codes]) => codePoints(codes).map((one) => [one, twin] as const)),
  ...[...SMALL_CAPITALS].map((one, index) => [one, CAPITALS[index]!] as const),
  ...between(FULLWIDTH.first, FULLWIDTH.last).map(
    (code) => [String.fromCodePoint(code), String.fromCodePoint(code - FULLWIDTH.offset)] as const,
  ),
]);

/**
 * The text with plain twins, if that brings all of it into GSM-7 and takes no more segments (an ellipsis becomes three dots);
 * else the text as it was, for a curly quote beside an emoji costs nothing. What has a composed form in the alphabet (e and a
 * combining accent) is composed first. The same text twice gives the same again.
 */
export function smartEncode(text: string): string {
  const plain = [...text.normalize('NFC')]
    .map((character) => (septetsOf(character) === undefined ? (MAP.get(character) ?? character) : character))
    .join('');
  if (plain === text) return text;
  const after = segmentSms(plain);
  if (after.encoding !== 'GSM-7') return text;
  return after.segments <= segmentSms(text).segments ? plain : text;
}

function codePoints(list: string): string[] {
  return list.split(' ').flatMap((range) => {
    const [first = '', last = first] = range.split('-');
    return between(Number.parseInt(first, 16), Number.parseInt(last, 16)).map((code) =>
      String.fromCodePoint(code),
    );
  });
}

function between(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

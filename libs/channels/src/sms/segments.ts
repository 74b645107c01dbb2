/** How an SMS is encoded and cut into parts: 3GPP TS 23.038 (alphabet) and 23.040 (concatenation). */
import { septetsOf } from './gsm7.ts';

/**
 * 140 octets are 160 septets or 70 UTF-16 units. A concatenated part gives six octets to its header
 * (8-bit reference), padded to seven septets.
 */
const LIMITS = { 'GSM-7': { single: 160, part: 153 }, 'UCS-2': { single: 70, part: 67 } } as const;

export type SmsEncoding = keyof typeof LIMITS;

/** What a text costs as an SMS. */
export interface SmsSegments {
  readonly encoding: SmsEncoding;
  /** How many messages the carrier bills; an empty text is one. */
  readonly segments: number;
  /** Septets (GSM-7; an extension character has two) or UTF-16 units (UCS-2) of the whole text. */
  readonly units: number;
  /** The text of each part; joined they are the text. */
  readonly parts: readonly string[];
}

/** A character that keeps a text out of GSM-7. */
export interface CostlyCharacter {
  readonly character: string;
  /** Where it starts, in UTF-16 units from the start of the text. */
  readonly at: number;
}

/**
 * Cuts a text as handsets put it together again. Neither an escape pair nor a surrogate pair is split, so the
 * count is not simply units over size: 153 × € takes three parts. A grapheme of several code points (a family
 * emoji, a base and its accents) may be split: 23.040 joins parts before anything is shown. Linear in the text.
 */
export function segmentSms(text: string): SmsSegments {
  const encoding = encodingOf(text);
  const limit = LIMITS[encoding];
  const parts: string[] = [];
  let units = 0;
  let inPart = 0;
  let start = 0;
  let at = 0;
  for (const character of text) {
    const cost = encoding === 'GSM-7' ? (septetsOf(character) ?? 1) : character.length;
    if (inPart + cost > limit.part) {
      parts.push(text.slice(start, at));
      start = at;
      inPart = 0;
    }
    inPart += cost;
    units += cost;
    at += character.length;
  }
  if (units <= limit.single) return { encoding, segments: 1, units, parts: [text] };
  parts.push(text.slice(start));
  return { encoding, segments: parts.length, units, parts };
}

/**
 * The characters because of which a text is UCS-2 and has 70 instead of 160 in a message: an emoji, a lower ç, a backtick. None:
 * it is GSM-7.
 */
export function costlyCharacters(text: string): CostlyCharacter[] {
  const costly: CostlyCharacter[] = [];
  let at = 0;
  for (const character of text) {
    if (septetsOf(character) === undefined) costly.push({ character, at });
    at += character.length;
  }
  return costly;
}

/** One character outside the alphabet (a lower ç, a backtick, a curly quote) puts the whole text into UCS-2. */
function encodingOf(text: string): SmsEncoding {
  for (const character of text) if (septetsOf(character) === undefined) return 'UCS-2';
  return 'GSM-7';
}

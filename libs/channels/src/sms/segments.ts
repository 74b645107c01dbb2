/** How an SMS is encoded and cut into parts: 3GPP TS 23.038 (alphabet) and 23.040 (concatenation). */

/** The GSM 7-bit default alphabet by code, without ESC (0x1B): one septet each. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** The extension table: ESC and a code, two septets each. */
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENSION].map((character) => [character, 2] as const),
]);

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
    const cost = encoding === 'GSM-7' ? (SEPTETS.get(character) ?? 1) : character.length;
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

/** One character outside the alphabet (a lower ç, a backtick, a curly quote) puts the whole text into UCS-2. */
function encodingOf(text: string): SmsEncoding {
  for (const character of text) if (!SEPTETS.has(character)) return 'UCS-2';
  return 'GSM-7';
}

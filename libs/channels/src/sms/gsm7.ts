/** The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, 6.2.1), as septets one to an octet. */

/** By code; the place of ESC (0x1B) is held by a NUL, which the alphabet doesn't have. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\0ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ESCAPE = 0x1b;
/** The extension table: the code that follows ESC. */
const EXTENSION: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
};

/** The septets of each character: one, or two with ESC. */
const SEPTETS: ReadonlyMap<string, readonly number[]> = new Map([
  ...[...BASIC].flatMap((character, code) =>
    code === ESCAPE ? [] : [[character, [code]] as [string, readonly number[]]],
  ),
  ...Object.entries(EXTENSION).map(([character, code]): [string, readonly number[]] => [
    character,
    [ESCAPE, code],
  ]),
]);
const EXTENDED: ReadonlyMap<number, string> = new Map(
  Object.entries(EXTENSION).map(([character, code]) => [code, character]),
);

/** How many septets a character takes; undefined when the alphabet doesn't have it. */
export function septetsOf(character: string): 1 | 2 | undefined {
  const septets = SEPTETS.get(character);
  return septets === undefined ? undefined : septets.length === 1 ? 1 : 2;
}

/**
 * A text as septets, one to an octet, as SMPP carries them under data_coding 0.
 * @throws RangeError when a character isn't in the alphabet: nothing is replaced silently.
 */
export function encodeGsm7(text: string): Uint8Array {
  const octets: number[] = [];
  for (const character of text) {
    const septets = SEPTETS.get(character);
    if (septets === undefined) throw new RangeError('a character is not in the GSM 7-bit alphabet');
    octets.push(...septets);
  }
  return Uint8Array.from(octets);
}

/**
 * The text of septets, one to an octet. As 23.038 asks of receivers, an unknown extension is shown as the character that the code has
 * without ESC; octets beyond seven bits and a last ESC become U+FFFD.
 */
export function decodeGsm7(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at += 1) {
    const code = octets[at]!;
    if (code !== ESCAPE) {
      text += BASIC[code] ?? '\ufffd';
      continue;
    }
    at += 1;
    const next = octets[at] ?? ESCAPE;
    text += EXTENDED.get(next) ?? (next === ESCAPE ? '\ufffd' : (BASIC[next] ?? '\ufffd'));
  }
  return text;
}

/** A text in UTF-16, big-endian: what SMPP's data_coding 8 (UCS-2) carries. */
export function encodeUcs2(text: string): Uint8Array {
  const octets = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    octets[at * 2] = unit >> 8;
    octets[at * 2 + 1] = unit & 0xff;
  }
  return octets;
}

/** The text of UTF-16 octets, big-endian; a last odd one is left out. */
export function decodeUcs2(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 1 < octets.length; at += 2) {
    text += String.fromCharCode((octets[at]! << 8) | octets[at + 1]!);
  }
  return text;
}

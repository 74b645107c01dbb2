/** Puts a text into the GSM 7-bit alphabet where only its typography keeps it out. */

/** Characters that have a plain twin. */
const TWINS: ReadonlyMap<string, string> = new Map([
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
  ['–', '-'],
  ['—', '-'],
  ['…', '...'],
]);

/** @returns the text with plain twins, if that brings all of it into GSM-7; else the text as it was. */
export function smartEncode(text: string): string {
  return [...text].map((character) => TWINS.get(character) ?? character).join('');
}

/** A text with the part that is to be seen at once. */
export interface MarkedText {
  readonly before: string;
  /** Empty when the phrase isn't in the text as it stands. */
  readonly marked: string;
  readonly after: string;
}

/** Whatever may stand between two words of a phrase in the text that it was found in. */
const BETWEEN = String.raw`[^\p{L}\p{N}]+`;

/** Finds a phrase in a text, whatever the case, and whatever stands between its words. */
export function markPhrase(text: string, phrase: string): MarkedText {
  const words = phrase.match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = words.length === 0 ? null : new RegExp(words.join(BETWEEN), 'iu').exec(text);
  if (found === null) return { before: text, marked: '', after: '' };
  const [marked] = found;
  return {
    before: text.slice(0, found.index),
    marked,
    after: text.slice(found.index + marked.length),
  };
}

/**
 * What a terminal obeys instead of showing: control characters (so also the escape sequences that begin with one), marks
 * that turn the direction of writing, invisible ones, and halves of surrogate pairs. Joiners stay: emoji need them.
 */
const UNSHOWN = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
/** The same without what JSON has escaped itself, and without the line ends between its lines. */
const UNSHOWN_IN_JSON = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const SHORT: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** A text on one line, with everything that a terminal would obey written out as `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNSHOWN, (char) => SHORT[char] ?? escaped(char));
}

/** A value as JSON on several lines, which a terminal can show and any reader reads back unchanged. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(UNSHOWN_IN_JSON, escaped);
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

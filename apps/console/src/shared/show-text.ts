/** Text from outside, made fit to be looked at: nothing hides in it, and nobody has to wait for all of it. */

/** Reorders what stands around it, or isn't seen at all: controls (but line breaks and tabs), bidi marks, overrides. */
const HIDDEN = /[[\p{Cc}\p{Bidi_Control}\u200b\u2060\ufeff]--[\n\r\t]]/gv;

/** The text with every invisible character as its code point, such as `⟨U+202E⟩`. */
export function showInvisible(text: string): string {
  return text.replaceAll(HIDDEN, (hidden) => {
    const code = hidden.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${code}⟩`;
  });
}

/** The beginning of a long text, and how many characters are left out. No character is cut in two. */
export function shorten(text: string, most: number): { readonly shown: string; readonly omitted: number } {
  if (text.length <= most) return { shown: text, omitted: 0 };
  const isInPair = /[\ud800-\udbff]/.test(text.charAt(most - 1));
  const shown = text.slice(0, isInPair ? most - 1 : most);
  return { shown, omitted: text.length - shown.length };
}

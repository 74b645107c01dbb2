/** Pictures go first: some of them (Ⓜ, ℹ, ™) would turn into letters. With them what only joins and colours them. */
const PICTURES =
  /[0-9#*]\u{FE0F}?\u{20E3}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu;
/** Letters that have no decomposition, as people write them where a keyboard lacks them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', œ: 'oe', æ: 'ae', ø: 'o' };
const WITHOUT_DECOMPOSITION = /[ßıœæø]/gu;
/** Accents, and what is there without being seen: joiners, directions, fillers. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;
/** Far more than any phone sends as one text; what comes after isn't looked through. */
export const MOST_CHARS = 4096;
const WORD = /[\p{L}\p{N}]+/gu;

/** A text's letters and digits without case, accents and decoration. */
export interface PlainText {
  readonly words: readonly string[];
  /** The words in one piece. */
  readonly letters: string;
  /** Where in it words begin and end; the first is 0, the last its length. */
  readonly edges: ReadonlySet<number>;
}

/**
 * Takes a text down to what people meant to type: compatibility decomposition takes accents off and makes full-width and squared
 * letters plain; emoji part words, invisible characters vanish without parting them.
 */
export function plainText(text: string): PlainText {
  const words = plainWords(text);
  const edges = new Set([0]);
  let length = 0;
  for (const word of words) edges.add((length += word.length));
  return { words, letters: words.join(''), edges };
}

/** The letters alone. */
export function plainLetters(text: string): string {
  return plainWords(text).join('');
}

function plainWords(text: string): readonly string[] {
  return (
    text
      .replace(PICTURES, ' ')
      .normalize('NFKD')
      .toLowerCase()
      // Lower case may compose anew: İ is i and a dot.
      .normalize('NFKD')
      // Ligatures unfold, some into eighteen characters.
      .slice(0, MOST_CHARS)
      .replace(UNSEEN, '')
      .replace(WITHOUT_DECOMPOSITION, (letter) => PLAIN_LETTERS[letter]!)
      .match(WORD) ?? []
  );
}

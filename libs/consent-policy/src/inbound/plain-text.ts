/** Pictures go first: some of them (Ⓜ, ℹ, ™) would turn into letters. With them what only joins and colours them. */
const PICTURES =
  /[0-9#*]\u{FE0F}?\u{20E3}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu;
/** Letters that have no decomposition, as people write them where a keyboard lacks them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ı: 'i', œ: 'oe', æ: 'ae', ø: 'o' };
const WITHOUT_DECOMPOSITION = /[ßıœæø]/gu;
const MARKS = /[\p{M}\p{Cf}]+/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** A text's letters and digits without case, accents and decoration, in one piece; and where in it words begin and end. */
export interface PlainText {
  readonly letters: string;
  /** Offsets into `letters`; the first is 0, the last its length. */
  readonly edges: ReadonlySet<number>;
}

/**
 * Takes a text down to what people meant to type: compatibility decomposition takes accents off and makes full-width and squared
 * letters plain; emoji, marks and invisible characters (joiners, directions) vanish without parting words.
 */
export function plainText(text: string): PlainText {
  const words = plainWords(text);
  const edges = new Set([0]);
  let length = 0;
  for (const word of words) edges.add((length += word.length));
  return { letters: words.join(''), edges };
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
      .replace(MARKS, '')
      .replace(WITHOUT_DECOMPOSITION, (letter) => PLAIN_LETTERS[letter]!)
      .match(WORD) ?? []
  );
}

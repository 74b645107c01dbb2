import { plainText } from '@hermod/consent-policy';
import type { AskedReply } from '@hermod/contracts';

/** What people put behind an answer; it says nothing by itself. */
const POLITE: ReadonlySet<string> = new Set(
  'please thanks thank you thx tack snälla bitte danke merci svp gracias'.split(' '),
);

/**
 * Which of the replies a text is: its number, its id, what stands on its chip, or one of its words, without regard to case, accents,
 * punctuation and politeness. A reply somewhere inside a sentence is none: "no idea yet" is not no.
 * @returns its id; undefined where it is none of them, or could be several.
 */
export function readReply(replies: readonly AskedReply[], text: string): string | undefined {
  const said = lettersOf(text);
  if (said === '') return undefined;
  const meant = replies.filter((reply, index) => formsOf(reply, index).has(said));
  return meant.length === 1 ? meant[0]!.id : undefined;
}

/** All that stands for a reply, as `readReply` compares it. */
export function formsOf({ id, text, words = [] }: AskedReply, index: number): ReadonlySet<string> {
  const forms = [String(index + 1), id, text, ...words].map(lettersOf);
  return new Set(forms.filter((form) => form !== ''));
}

function lettersOf(text: string): string {
  const { words } = plainText(text);
  let end = words.length;
  while (end > 1 && POLITE.has(words[end - 1]!)) end -= 1;
  return words.slice(0, end).join('');
}

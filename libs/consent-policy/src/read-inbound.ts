import type { InboundMeaning } from '@hermod/contracts';

/**
 * One-word commands, as letters and digits only. Opt-outs are the union of what the FCC holds to be a revocation per
 * se (47 CFR 64.1200(a)(10)), CTIA's list and the carriers' (Twilio, AWS, Telnyx), with French for Canada: an
 * opt-out that is overlooked does harm, one too many is lifted by START.
 */
const MEANINGS: Readonly<Record<'opt-out' | 'opt-in' | 'help', readonly string[]>> = {
  'opt-out': [
    'stop',
    'stopall',
    'unsubscribe',
    'end',
    'quit',
    'revoke',
    'optout',
    'cancel',
    'remove',
    'td',
    'arret',
  ],
  // YES is no opt-in: it also answers questions. Whether an opt-in is pending is known to the ledger only.
  'opt-in': ['start', 'unstop'],
  help: ['help', 'info', 'aide'],
};

const KEYWORDS: ReadonlyMap<string, InboundMeaning> = new Map(
  (Object.entries(MEANINGS) as [InboundMeaning, readonly string[]][]).flatMap(([meaning, words]) =>
    words.map((word) => [word, meaning] as const),
  ),
);

const NOT_LETTERS_OR_DIGITS = /[^\p{L}\p{N}]+/gu;
/** Far more than any phone sends as one text; whatever is longer isn't looked through. */
const MAX_TEXT_CHARS = 4096;

/**
 * What a person's text asks for. A command is the whole text, however it is written: case, spaces, punctuation,
 * quotes, accents and emoji don't count ("Stop!", "opt out", "« ARRÊT »", "STOP 🛑"). A keyword inside a sentence is
 * an answer: "Which bus stop?".
 */
export function readInbound(text: string): InboundMeaning {
  if (text.length > MAX_TEXT_CHARS) return 'answer';
  // Compatibility decomposition takes accents off and makes full-width and squared letters plain.
  const plain = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(NOT_LETTERS_OR_DIGITS, '');
  return KEYWORDS.get(plain) ?? 'answer';
}

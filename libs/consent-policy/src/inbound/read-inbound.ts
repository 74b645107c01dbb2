import type { InboundMeaning } from '@hermod/contracts';
import { BUILT_IN_LANGUAGES } from '../law/built-in-languages.ts';
import { MOST_CHARS, plainLetters, plainText } from './plain-text.ts';
import { type Command, type Entry, type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** What a text asks for, and by which words. */
export interface InboundReading {
  readonly meaning: InboundMeaning;
  /** ISO 639-1; absent when the words are of several languages, or of none. */
  readonly language?: string;
  /** The keyword or phrase as its language pack writes it; absent for an answer. */
  readonly phrase?: string;
}

const BUILT_IN = vocabularyOf(BUILT_IN_LANGUAGES);
/** Where a sentence or a part of one ends. */
const PARTS = /[.!?…,;:\r\n\u2013\u2014]+|\s-+\s/u;

/** What a person's text asks for; `explainInbound` also says why. */
export function readInbound(text: string): InboundMeaning {
  return explainInbound(text).meaning;
}

/**
 * What a person's text asks for, in any language that has a pack. A command is the whole text, however it is written: case,
 * spaces, punctuation, quotes, accents and emoji don't count ("Stop!", "opt out", "« ARRÊT »", "STOP 🛑", "STOP STOP"). Where a
 * sentence has a phrase by which a reasonable person would ask for an end ("please stop texting me"), or an opt-out is
 * a part of it by itself ("Stop, I am not Ada"), it is an objection, for somebody to read. A keyword among other words is
 * an answer: "Which bus stop?".
 */
export function explainInbound(text: string, vocabulary: Vocabulary = BUILT_IN): InboundReading {
  const looked = text.slice(0, MOST_CHARS);
  const { words, letters, edges } = plainText(looked);
  const command = vocabulary.commands.get(letters) ?? optOutAgainAndAgain(words, vocabulary);
  if (command !== undefined) return reading(command.meaning, command);
  const objection = findPhrase(letters, edges, vocabulary) ?? findOptOutAlone(looked, vocabulary);
  return objection === undefined ? { meaning: 'answer' } : reading('objection', objection);
}

/** Nothing but opt-outs: "STOP STOP STOP", "Stop, unsubscribe". */
function optOutAgainAndAgain(words: readonly string[], { commands }: Vocabulary): Command | undefined {
  const found = words.map((word) => commands.get(word));
  return found.every((command) => command?.meaning === 'opt-out') ? found[0] : undefined;
}

/** The first phrase in the text that begins and ends with a word; how its letters are parted in between doesn't matter. */
function findPhrase(
  letters: string,
  edges: ReadonlySet<number>,
  { objections }: Vocabulary,
): Entry | undefined {
  for (const [phrase, entry] of objections) {
    for (let at = letters.indexOf(phrase); at !== -1; at = letters.indexOf(phrase, at + 1))
      if (edges.has(at) && edges.has(at + phrase.length)) return entry;
  }
  return undefined;
}

/** An opt-out that a sentence, or what stands between commas, consists of. */
function findOptOutAlone(text: string, { commands }: Vocabulary): Entry | undefined {
  for (const part of text.split(PARTS)) {
    const command = commands.get(plainLetters(part));
    if (command?.meaning === 'opt-out') return command;
  }
  return undefined;
}

function reading(meaning: InboundMeaning, { language, phrase }: Entry): InboundReading {
  return { meaning, phrase, ...(language === undefined ? {} : { language }) };
}

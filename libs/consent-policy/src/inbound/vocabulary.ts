import { HermodError, type InboundMeaning } from '@hermod/contracts';
import type { LanguagePack } from '../law/language-pack.ts';
import { plainLetters } from './plain-text.ts';

/** What a whole text can mean. */
type CommandMeaning = Extract<InboundMeaning, 'opt-out' | 'opt-in' | 'help' | 'confirmation'>;

/** A word or phrase as a pack writes it. */
export interface Entry {
  readonly phrase: string;
  /** Undefined when it is one of several languages. */
  readonly language: string | undefined;
}

/** A word that is a whole text. */
export interface Command extends Entry {
  readonly meaning: CommandMeaning;
}

/** All words of some languages, ready to be looked for. */
export interface Vocabulary {
  /** By their plain letters. */
  readonly commands: ReadonlyMap<string, Command>;
  readonly objections: ReadonlyMap<string, Entry>;
}

/**
 * Puts the words of languages together: a text is looked up in all of them, since nobody knows in which one it was written.
 * @throws HermodError LANGUAGE_PACKS_CONTRADICT when a word means two things.
 */
export function vocabularyOf(languages: readonly LanguagePack[]): Vocabulary {
  const commands = new Map<string, Command>();
  const objections = new Map<string, Entry>();
  for (const pack of languages) {
    for (const [meaning, words] of commandsOf(pack))
      for (const phrase of words) {
        const letters = lettersOf(phrase, pack);
        const known = commands.get(letters);
        if (known !== undefined && known.meaning !== meaning)
          throw contradiction(phrase, known.meaning, meaning);
        commands.set(letters, { meaning, ...shared(known, phrase, pack.language) });
      }
    for (const phrase of pack.objections) {
      const letters = lettersOf(phrase, pack);
      objections.set(letters, shared(objections.get(letters), phrase, pack.language));
    }
  }
  return { commands, objections };
}

function commandsOf({
  optOut,
  optIn,
  help,
  yes,
}: LanguagePack): readonly (readonly [CommandMeaning, readonly string[]])[] {
  return [
    ['opt-out', optOut],
    ['opt-in', optIn],
    ['help', help],
    ['confirmation', yes],
  ];
}

function shared(known: Entry | undefined, phrase: string, language: string): Entry {
  if (known === undefined) return { phrase, language };
  return { phrase: known.phrase, language: known.language === language ? language : undefined };
}

function lettersOf(phrase: string, { language }: LanguagePack): string {
  const letters = plainLetters(phrase);
  if (letters !== '') return letters;
  throw new HermodError(
    'LANGUAGE_PACKS_CONTRADICT',
    `"${phrase}" (${language}) has neither a letter nor a digit`,
    {
      fix: 'leave it out',
    },
  );
}

function contradiction(phrase: string, first: CommandMeaning, second: CommandMeaning): HermodError {
  return new HermodError('LANGUAGE_PACKS_CONTRADICT', `"${phrase}" means both ${first} and ${second}`, {
    fix: 'leave it out in one of them: a text is looked up in all languages',
  });
}

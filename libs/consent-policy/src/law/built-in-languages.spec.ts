import { segmentSms } from '@hermod/channels';
import { describe, expect, it } from 'vitest';
import { vocabularyOf } from '../inbound/vocabulary.ts';
import { BUILT_IN_LANGUAGES } from './built-in-languages.ts';
import { LanguagePack } from './language-pack.ts';

/** As long as the packs promise room for. */
const FILLED = {
  organisation: 'Organisation of thirty letters',
  topic: 'special offers',
  contact: 'https://help.example.org/contact',
};
const REPLIES = BUILT_IN_LANGUAGES.flatMap(({ language, replies }) =>
  Object.entries(replies).map(([kind, text]) => [language, kind, text] as const),
);

function fill(text: string): string {
  return text.replace(/\{(\w+)\}/g, (_, place: keyof typeof FILLED) => FILLED[place]);
}

describe('the built-in languages', () => {
  it('are those of the preference page, and Spanish', () => {
    expect(BUILT_IN_LANGUAGES.map(({ language }) => language)).toEqual(['de', 'en', 'es', 'fr', 'sv']);
  });

  it.each(BUILT_IN_LANGUAGES.map((pack) => [pack.language, pack] as const))(
    '%s fits the schema',
    (_, pack) => {
      expect(LanguagePack.parse(pack)).toEqual(pack);
    },
  );

  it('give no word two meanings', () => {
    expect(() => vocabularyOf(BUILT_IN_LANGUAGES)).not.toThrow();
  });

  it('are told by the country in one way only', () => {
    const countries = BUILT_IN_LANGUAGES.flatMap(({ countries }) => countries);
    expect(new Set(countries).size).toBe(countries.length);
  });

  it('know the words that the FCC, CTIA and the carriers name', () => {
    const { commands } = vocabularyOf(BUILT_IN_LANGUAGES);
    const named = 'stop stopall unsubscribe end quit revoke optout cancel remove td arret'.split(' ');
    for (const word of named) expect(commands.get(word)?.meaning).toBe('opt-out');
    expect(commands.get('help')?.meaning).toBe('help');
    expect(commands.get('info')?.meaning).toBe('help');
  });
});

describe('the replies', () => {
  it.each(REPLIES)('%s, %s: one SMS in the GSM-7 alphabet', (_, _kind, text) => {
    expect(segmentSms(fill(text))).toMatchObject({ encoding: 'GSM-7', segments: 1 });
  });

  it.each(REPLIES)('%s, %s: names the organisation first', (_, _kind, text) => {
    expect(text).toMatch(/^\{organisation\} ?:/);
  });

  it.each(BUILT_IN_LANGUAGES.map(({ language, replies }) => [language, replies] as const))(
    '%s: help says whom to ask and how to stop',
    (_, { help }) => {
      expect(help).toContain('{contact}');
      expect(help).toMatch(/STOPP?/);
    },
  );

  it.each(BUILT_IN_LANGUAGES.map(({ language, replies, yes }) => [language, replies, yes] as const))(
    '%s: the question for a confirmation names the topic and a word that is one',
    (_, { doubleOptIn }, yes) => {
      expect(doubleOptIn).toContain('{topic}');
      const words = doubleOptIn.match(/\p{Lu}{2,}/gu) ?? [];
      const plain = (word: string): string => word.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
      expect(words.some((word) => yes.map(plain).includes(plain(word)))).toBe(true);
    },
  );
});

import { PolicyInput } from '@hermod/api';
import { BUILT_IN_LANGUAGES } from '@hermod/consent-policy';
import { describe, expect, it } from 'vitest';
import { choosePack, type LanguageHints, placesOf, replyText } from './reply-text.ts';

const languageOf = (hints: LanguageHints): string => choosePack(BUILT_IN_LANGUAGES, hints).language;

describe('the language of a reply', () => {
  it.each<[string, LanguageHints, string]>([
    ['is the locale', { locale: 'de-AT', words: 'arrêt', country: 'SE' }, 'de'],
    ['is the locale in any case', { locale: 'SV' }, 'sv'],
    ['is that of the keyword for a locale without a pack', { locale: 'nb', words: 'arrêt' }, 'fr'],
    ['takes no language of three letters for one of two', { locale: 'fro', country: 'SE' }, 'sv'],
    ['is that of the keyword before the country', { words: 'arrêt', country: 'CA' }, 'fr'],
    ['is that of the country for a keyword of several languages', { words: 'stop', country: 'SE' }, 'sv'],
    ['is English where nothing tells', { words: 'stop' }, 'en'],
    ['is English for a country without a pack', { country: 'JP' }, 'en'],
  ])('%s', (_, hints, language) => {
    expect(languageOf(hints)).toBe(language);
  });

  it('needs an English pack', () => {
    expect(() => choosePack([], {})).toThrow(RangeError);
  });
});

describe('a reply', () => {
  const policy = PolicyInput.parse({
    organisation: { name: 'Nordlys', contact: 'help.nordlys.example' },
    topics: [{ topic: 'offers', title: { en: 'offers', sv: 'erbjudanden' } }],
  });
  const swedish = choosePack(BUILT_IN_LANGUAGES, { locale: 'sv' });

  it('names the organisation, its contact and the topic by its title', () => {
    const places = placesOf(policy, 'offers', 'sv', 'http://unused');
    expect(places).toEqual({
      organisation: 'Nordlys',
      contact: 'help.nordlys.example',
      topic: 'erbjudanden',
    });
    expect(replyText(swedish, 'stopped', places)).toMatch(/^Nordlys: /);
    expect(replyText(swedish, 'help', places)).toContain('help.nordlys.example');
    expect(replyText(swedish, 'doubleOptIn', places)).toContain('erbjudanden');
  });

  it('has no place left open in any language, also before the organisation has said anything', () => {
    const nothing = PolicyInput.parse({});
    for (const pack of BUILT_IN_LANGUAGES)
      for (const kind of Object.keys(pack.replies) as (keyof typeof pack.replies)[])
        expect(replyText(pack, kind, placesOf(nothing, undefined, pack.language, 'http://x'))).not.toMatch(
          /[{}]/,
        );
  });

  it('calls a topic by its English title, or its name, where a language has none', () => {
    expect(placesOf(policy, 'offers', 'de', '').topic).toBe('offers');
    expect(placesOf(policy, 'order-updates', 'sv', '').topic).toBe('order-updates');
  });
});

import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './choose-language.ts';

describe('the language of a page', () => {
  it.each([
    [{ asked: 'sv', locale: 'de-DE', accepted: 'fr' }, 'sv'],
    [{ asked: 'fi', locale: 'de-DE', accepted: 'fr' }, 'de'],
    [{ locale: 'fi-FI', accepted: 'fr-CA, en;q=0.8' }, 'fr'],
    [{ accepted: 'en;q=0.2, sv-SE ; q=0.9, de;q=0' }, 'sv'],
    [{ accepted: 'fi, *;q=0.1' }, 'en'],
    [{ accepted: ';;;,,q=,' }, 'en'],
    [{ asked: ['sv', 'de'] }, 'en'],
    [{}, 'en'],
  ] as const)('of %j is %s', (hints, language) => {
    expect(chooseLanguage(hints)).toBe(language);
  });
});

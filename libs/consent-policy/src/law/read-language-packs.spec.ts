import { describe, expect, it } from 'vitest';
import { readLanguagePacks } from './read-language-packs.ts';

const PACK = `
language: nb
title: Bokmål
countries: ['NO']
optOut: [slutt]
optIn: [begynn]
help: [hjelp]
'yes': [ja]
replies:
  stopped: '{organisation}: Du er meldt av.'
  started: '{organisation}: Du er tilbake.'
  help: '{organisation}: {contact}'
  doubleOptIn: '{organisation}: Svar JA for {topic}.'
  confirmed: '{organisation}: {topic}'
`;

const read = (...texts: string[]) =>
  readLanguagePacks(texts.map((text, n) => ({ name: `file-${n + 1}.yaml`, text })));

describe('language packs', () => {
  it('are read with their defaults', () => {
    expect(read(PACK)).toMatchObject([{ language: 'nb', optOut: ['slutt'], objections: [] }]);
  });

  it('are refused for a place in a reply that nobody fills in', () => {
    for (const wrong of ['{organization}', '{', '}', '{}', '{topic}'])
      expect(() => read(PACK.replace('meldt av', wrong))).toThrow(
        expect.objectContaining({ code: 'LANGUAGE_PACK_INVALID', field: 'file-1.yaml: replies.stopped' }),
      );
  });

  it('are refused when a word means two things, in one of them or together', () => {
    const contradicts = expect.objectContaining({ code: 'LANGUAGE_PACKS_CONTRADICT' }) as Error;
    expect(() => read(PACK.replace('[hjelp]', '[SLUTT!]'))).toThrow(contradicts);
    const other = PACK.replace('language: nb', 'language: nn').replace("['NO']", '[]');
    expect(() => read(PACK, other)).not.toThrow();
    expect(() => read(PACK, other.replace('[ja]', '[begynn]'))).toThrow(contradicts);
  });

  it('are refused for a word without a letter', () => {
    expect(() => read(PACK.replace('[slutt]', "['🛑']"))).toThrow(/neither a letter nor a digit/);
  });

  it('are refused when two are of one language or answer one country', () => {
    expect(() => read(PACK, PACK.replace("['NO']", '[]'))).toThrow(/nb/);
    expect(() => read(PACK, PACK.replace('language: nb', 'language: nn'))).toThrow(/NO is answered in nb/);
  });
});

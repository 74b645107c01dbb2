import { HermodError } from '@hermod/contracts';
import { vocabularyOf } from '../inbound/vocabulary.ts';
import { LanguagePack } from './language-pack.ts';
import { type NamedText, readYamlFiles, refuse } from './read-yaml-files.ts';

const BLAME = { code: 'LANGUAGE_PACK_INVALID', fix: 'correct the file; the other languages show how' };

/**
 * Reads language packs, one a file, that are used together.
 * @throws HermodError LANGUAGE_PACK_INVALID with every mistake of every file, or LANGUAGE_PACKS_CONTRADICT when a
 * word means two things.
 */
export function readLanguagePacks(files: readonly NamedText[]): LanguagePack[] {
  const read = readYamlFiles(files, LanguagePack, BLAME);
  const countries = new Map<string, string>();
  const problems = read.flatMap(({ name, value }) =>
    value.countries.flatMap((country, n) => {
      const other = countries.get(country);
      countries.set(country, other ?? value.language);
      return other === undefined
        ? []
        : [{ field: `${name}: countries[${n}]`, message: `${country} is answered in ${other} already` }];
    }),
  );
  refuse(problems, BLAME);
  const packs = read.map(({ value }) => value);
  const [twice] = packs.filter(({ language }, n) => packs.findIndex((one) => one.language === language) < n);
  if (twice !== undefined)
    throw new HermodError(BLAME.code, `two packs are of the language ${twice.language}`, {
      fix: 'make them one file',
    });
  vocabularyOf(packs);
  return packs;
}

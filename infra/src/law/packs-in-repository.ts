/** The law and the languages as they are written down in `libs/consent-policy`, one YAML file each. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type LanguagePack, readLanguagePacks, readRulePacks, type RulePack } from '@hermod/consent-policy';
import { REPOSITORY } from '@hermod/embedded';

const HOME = 'libs/consent-policy';

/** @throws HermodError when a file doesn't fit the schema, or isn't called like its pack. */
export function rulePacksInRepository(): RulePack[] {
  return readFolder('packs', readRulePacks, ({ pack }) => pack);
}

/** @throws HermodError when a file doesn't fit the schema, or isn't called like its language. */
export function languagePacksInRepository(): LanguagePack[] {
  return readFolder('languages', readLanguagePacks, ({ language }) => language);
}

function readFolder<T>(
  folder: string,
  read: (files: readonly { readonly name: string; readonly text: string }[]) => T[],
  nameOf: (pack: T) => string,
): T[] {
  const path = join(HOME, folder);
  const names = readdirSync(join(REPOSITORY, path))
    .filter((name) => name.endsWith('.yaml'))
    .sort((a, b) => (basename(a, '.yaml') < basename(b, '.yaml') ? -1 : 1));
  const files = names.map((name) => ({
    name: join(path, name),
    text: readFileSync(join(REPOSITORY, path, name), 'utf8'),
  }));
  const packs = read(files);
  for (const [n, pack] of packs.entries())
    if (basename(names[n]!, '.yaml') !== nameOf(pack))
      throw new Error(`${files[n]!.name} is ${nameOf(pack)}: call the file ${nameOf(pack)}.yaml`);
  return packs;
}

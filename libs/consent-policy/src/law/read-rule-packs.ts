import { type NamedText, readYamlFiles, refuse } from './read-yaml-files.ts';
import { RulePack } from './rule-pack.ts';

const BLAME = {
  code: 'RULE_PACK_INVALID',
  fix: 'correct the file; docs/reference/rule-packs.md says what a pack may hold, and shows those that are built in',
};

/**
 * Reads rule packs, one a file, such as those of the folder that HERMOD_RULE_PACKS names.
 * @throws HermodError RULE_PACK_INVALID with every mistake of every file: the file's name, the field, what to do.
 */
export function readRulePacks(files: readonly NamedText[]): RulePack[] {
  const read = readYamlFiles(files, RulePack, BLAME);
  const firsts = new Map<string, string>();
  const problems = read.flatMap(({ name, value: { pack } }) => {
    const first = firsts.get(pack);
    firsts.set(pack, first ?? name);
    return first === undefined
      ? []
      : [{ field: `${name}: pack`, message: `${first} is called ${pack} already; a pack is one file` }];
  });
  refuse(problems, BLAME);
  return read.map(({ value }) => value);
}

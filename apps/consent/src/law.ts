import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Law, readRulePacks } from '@hermod/consent-policy';
import { HermodError } from '@hermod/contracts';
import { createLaw } from '@hermod/places';

/** Injection token of the law in force. */
export const LAW = Symbol('Law');

/**
 * The law as decisions ask it: the built-in rule packs and, where `HERMOD_RULE_PACKS` names a folder, those of its YAML files.
 * One of them takes the place of a built-in one of the same name.
 * @throws HermodError CONFIG_INVALID when the folder can't be read, or what `readRulePacks` says of a file.
 */
export function readLaw(env: Readonly<Record<string, string | undefined>>): Law {
  const folder = env['HERMOD_RULE_PACKS'];
  return createLaw(folder === undefined || folder === '' ? [] : readRulePacks(filesOf(folder)));
}

function filesOf(folder: string): { name: string; text: string }[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .toSorted()
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  } catch (cause) {
    throw new HermodError('CONFIG_INVALID', `HERMOD_RULE_PACKS: ${folder} can't be read`, {
      field: 'HERMOD_RULE_PACKS',
      fix: 'name a folder with rule packs in YAML that the service may read',
      cause,
    });
  }
}

import { canonical, sha256 } from './canonical.ts';
import type { PersonalFields } from './entry.ts';

/**
 * What stands in the chain for the personal fields of an entry. Without the salt nobody can find out by trying what they
 * were, so when both are erased the digest tells nothing and the chain still verifies.
 * @param salt 16 random bytes in hex, of this entry alone.
 */
export function digestPersonal(salt: string, fields: PersonalFields): string {
  const { contactPoint, wording, wordingVersion, language, source, reason } = fields;
  return sha256(
    canonical([
      'hermod.ledger.personal.1',
      salt,
      contactPoint?.toLowerCase(),
      wording,
      wordingVersion,
      language,
      source === undefined ? undefined : canonicalSource(source),
      reason,
    ]),
  );
}

/** By name, whatever the order in which it was sent or is kept. What is no text follows a dash as JSON. */
function canonicalSource(source: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(source)
    .filter((name) => source[name] !== undefined)
    .sort();
  return canonical(
    names.flatMap((name) => {
      const value = source[name];
      return typeof value === 'string' ? [name, value] : [name, undefined, JSON.stringify(value)];
    }),
  );
}

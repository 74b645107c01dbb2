import { digestPersonal } from '../digest-personal.ts';
import type { ChainedEntry } from '../entry.ts';
import { hashEntry } from '../hash-entry.ts';
import type { FindingKind } from './finding.ts';

/** What is wrong with an entry, apart from where it stands. */
export interface EntryFault {
  readonly kind: FindingKind;
  readonly what: string;
}

/** Holds what is personal against its digest. An erased entry has neither personal fields nor a salt. */
export function findPersonalFault(entry: ChainedEntry): EntryFault | undefined {
  if (entry.isErased) return isEmpty(entry) ? undefined : changed('it is marked as erased and is not empty');
  if (entry.salt === undefined) return changed('what is personal was taken out without an erasure');
  if (digestPersonal(entry.salt, entry) === entry.digest) return undefined;
  return changed("what is personal doesn't fit its digest");
}

/**
 * Holds an entry against the one before it.
 * @param before hash of the entry before, as it is kept.
 * @param neighbours entries around it, for telling whether it belongs elsewhere.
 */
export function findLinkFault(
  before: string | undefined,
  entry: ChainedEntry,
  neighbours: () => readonly ChainedEntry[],
): EntryFault | undefined {
  if (hashEntry(before, entry) === entry.hash) return undefined;
  if (fitsElsewhere(neighbours(), entry))
    return { kind: 'reordered', what: 'it was written in another place' };
  return changed("it doesn't fit its hash");
}

function fitsElsewhere(neighbours: readonly ChainedEntry[], entry: ChainedEntry): boolean {
  const hashes = [undefined, ...neighbours.map(({ hash }) => hash)];
  return neighbours.some(({ sequence }) =>
    hashes.some((before) => hashEntry(before, { ...entry, sequence }) === entry.hash),
  );
}

function isEmpty({
  salt,
  contactPoint,
  wording,
  wordingVersion,
  language,
  source,
  reason,
}: ChainedEntry): boolean {
  return [salt, contactPoint, wording, wordingVersion, language, source, reason].every(
    (field) => field === undefined,
  );
}

function changed(what: string): EntryFault {
  return { kind: 'changed', what };
}

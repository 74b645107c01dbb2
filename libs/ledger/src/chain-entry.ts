import { digestPersonal } from './digest-personal.ts';
import type { ChainEnd, EntryProof, EntryToChain } from './entry.ts';
import { hashEntry } from './hash-entry.ts';

/**
 * Gives an entry its place behind the end of its recipient's chain.
 * @param end undefined when it is the first.
 * @param salt 16 random bytes in hex, used for no other entry.
 */
export function chainEntry(
  end: ChainEnd | undefined,
  entry: EntryToChain,
  salt: string,
): EntryProof & { readonly salt: string } {
  const sequence = (end?.sequence ?? 0) + 1;
  const digest = digestPersonal(salt, entry);
  return { sequence, salt, digest, hash: hashEntry(end?.hash, { ...entry, sequence, digest }) };
}

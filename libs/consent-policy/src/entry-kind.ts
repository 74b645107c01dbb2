import { BASES, type Basis } from './basis.ts';
import type { LedgerEntry } from './ledger-entry.ts';

type Implied = Exclude<Basis, 'express'>;

/** What a consent may rest on besides what the person said. */
export const IMPLIED: readonly Implied[] = BASES.filter((basis) => basis !== 'express');

/** Entries that count against each other are of the same kind. */
export type EntryKind = 'said' | 'pending' | Implied;

/** What a person said, what waits for its confirmation, or what something else implies. */
export function kindOf({ state, basis }: LedgerEntry): EntryKind {
  if (state === 'pending') return 'pending';
  return state === 'withdrawn' || basis === undefined || basis === 'express' ? 'said' : basis;
}

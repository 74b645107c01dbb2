import { isNewerEntry } from './is-newer-entry.ts';
import type { ConsentState, LedgerEntry } from './ledger-entry.ts';

/**
 * The fold of the ledger: the state after one more entry. Entries may come in any order and repeatedly; the state
 * is the same.
 */
export function evolveConsent(state: ConsentState, entry: LedgerEntry): ConsentState {
  const scope = scopeOf(entry);
  const known = state.get(scope);
  if (known !== undefined && !isNewerEntry(entry, known)) return state;
  return new Map(state).set(scope, entry);
}

/** `*` is no id, purpose or topic, so "all of them" can't be mistaken for one. */
function scopeOf({ contactPoint, channel, purpose, topic }: LedgerEntry): string {
  return [contactPoint ?? '*', channel, purpose ?? '*', topic ?? '*'].join('/');
}

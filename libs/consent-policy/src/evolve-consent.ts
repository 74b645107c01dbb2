import { kindOf } from './entry-kind.ts';
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

/** Entries of each kind have scopes of their own: a purchase doesn't stand in for what was said. `*` is no id, purpose or topic, so "all of them" can't be mistaken for one. */
function scopeOf(entry: LedgerEntry): string {
  const { contactPoint, channel, purpose, topic } = entry;
  const kind = kindOf(entry);
  const scope = [contactPoint ?? '*', channel, purpose ?? '*', topic ?? '*'].join('/');
  return kind === 'said' ? scope : `${scope}/${kind}`;
}

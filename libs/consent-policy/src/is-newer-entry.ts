import type { LedgerEntry } from './ledger-entry.ts';

/**
 * True when `entry` counts rather than `other`: the newest wins, at the same instant the withdrawal. Two entries that
 * say the same at the same instant are told apart by id, so that no order of arrival matters.
 */
export function isNewerEntry(entry: LedgerEntry, other: LedgerEntry): boolean {
  const laterByMs = entry.at.getTime() - other.at.getTime();
  if (laterByMs !== 0) return laterByMs > 0;
  if (entry.state !== other.state) return entry.state === 'withdrawn';
  return entry.id > other.id;
}

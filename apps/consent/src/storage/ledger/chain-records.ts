import { randomBytes } from 'node:crypto';
import { chainEntry, type ChainEnd, type DayLeaf, type EntryProof, type Seals } from '@hermod/ledger';
import type { LedgerRecord } from './ledger-record.ts';

/** Where an entry would stand; only entries of people who are known and not erased have one. */
export interface PlaceOfRecord {
  /** Of the entry among those that are to be appended, from 0. */
  readonly place: number;
  /** End of the recipient's chain; null when there is none yet. */
  readonly sequence: number | null;
  readonly hash: string | null;
  readonly isThere: boolean;
  /** Since when nothing is closed; null when no day is. */
  readonly openSince: Date | null;
}

/** An entry as it is written. */
export type ChainedRecord = LedgerRecord & EntryProof & { readonly recordedAt: Date };

/** Rows to be written. */
export interface ChainedRecords {
  readonly rows: readonly ChainedRecord[];
  /** The new ends of the chains. */
  readonly heads: readonly (DayLeaf & { readonly seal: string })[];
}

const SALT_BYTES = 16;

/** Puts entries behind the ends of their recipients' chains, in their order; each id once, and none that is there already. */
export function chainRecords(
  entries: readonly LedgerRecord[],
  places: readonly PlaceOfRecord[],
  now: Date,
  seals: Seals,
): ChainedRecords {
  const ends = new Map<string, ChainEnd>();
  const seen = new Set<string>();
  const rows: ChainedRecord[] = [];
  const salts = randomBytes(SALT_BYTES * places.length).toString('hex');
  const openSince = places[0]?.openSince ?? now;
  const recordedAt = openSince > now ? openSince : now;
  for (const { place, sequence, hash, isThere } of places.toSorted((a, b) => a.place - b.place)) {
    const entry = entries[place]!;
    const key = `${entry.recipient}/${entry.id}`;
    if (isThere || seen.has(key)) continue;
    seen.add(key);
    const end =
      ends.get(entry.recipient) ?? (sequence === null || hash === null ? undefined : { sequence, hash });
    const from = rows.length * SALT_BYTES * 2;
    const proof = chainEntry(end, { ...entry, recordedAt }, salts.slice(from, from + SALT_BYTES * 2));
    rows.push({ ...entry, ...proof, recordedAt });
    ends.set(entry.recipient, proof);
  }
  const heads = [...ends].map(([recipient, { sequence, hash }]) => ({
    recipient,
    sequence,
    hash,
    seal: seals.ofHead({ recipient, sequence, hash }),
  }));
  return { rows, heads };
}

import { createHash } from 'node:crypto';
import {
  type AuditedChainPart,
  type ChainedEntry,
  chainEntry,
  createSeals,
  type DayLeaf,
  type DayRoot,
  DayTree,
  type EntryToChain,
  type Finding,
  isSameSeal,
  type LedgerReader,
  verifyLedger,
} from '../src/index.ts';

export const SEALS = createSeals('a secret of at least sixteen characters');

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
type Sealed<T> = Mutable<T> & { seal: string };

/** A ledger as tables, which a test may spoil. */
export interface KeptLedger {
  entries: Mutable<ChainedEntry>[];
  heads: Sealed<DayLeaf>[];
  leaves: (Mutable<DayLeaf> & { day: string })[];
  days: Sealed<DayRoot>[];
}

const FIRST_DAY_MS = Date.UTC(2026, 10, 20);
const DAY_MS = 86_400_000;

/** What one recipient said on one day, by their names. */
export type Said = readonly (readonly [recipient: string, what: Partial<EntryToChain>])[];

/** Writes a ledger day by day as the service does; each day is closed but the last. */
export function writeLedger(days: readonly Said[]): KeptLedger {
  const kept: KeptLedger = { entries: [], heads: [], leaves: [], days: [] };
  days.forEach((said, n) => {
    const recordedAt = new Date(FIRST_DAY_MS + n * DAY_MS + 1_000);
    for (const [recipient, what] of said) append(kept, recipient, what, recordedAt);
    if (n < days.length - 1) closeDay(kept, recordedAt.toISOString().slice(0, 10));
  });
  return kept;
}

function append(kept: KeptLedger, recipient: string, what: Partial<EntryToChain>, recordedAt: Date): void {
  const n = kept.entries.length;
  const salt = createHash('md5').update(String(n)).digest('hex');
  const entry: EntryToChain = {
    recipient,
    id: `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`,
    state: 'given',
    isSuppression: false,
    channel: 'sms',
    purpose: 'marketing',
    method: 'form',
    at: recordedAt,
    recordedAt,
    recordedBy: 'key-1',
    ...what,
  };
  const head = kept.heads.find((end) => end.recipient === recipient);
  const proof = chainEntry(head, entry, salt);
  kept.entries.push({ ...entry, ...proof, isErased: false });
  kept.heads = kept.heads.filter((end) => end !== head);
  const end = { recipient, sequence: proof.sequence, hash: proof.hash };
  kept.heads.push({ ...end, seal: SEALS.ofHead(end) });
}

function closeDay(kept: KeptLedger, day: string): void {
  const before = kept.days.at(-1)?.root;
  const ends = new Map<string, DayLeaf>();
  for (const { recipient, sequence, hash, recordedAt } of kept.entries) {
    if ((recordedAt as Date).toISOString().startsWith(day))
      ends.set(recipient, { recipient, sequence, hash });
  }
  const leaves = [...ends.values()].toSorted((a, b) =>
    Buffer.compare(Buffer.from(a.recipient), Buffer.from(b.recipient)),
  );
  const tree = new DayTree(day, before);
  for (const leaf of leaves) tree.add(leaf);
  kept.leaves.push(...leaves.map((leaf) => ({ ...leaf, day })));
  const root = { day, leaves: leaves.length, root: tree.root(), before };
  kept.days.push({ ...root, seal: SEALS.ofDay(root) });
}

/** Empties everything of a recipient, as an erasure does. */
export function erase(kept: KeptLedger, recipient: string): void {
  const personal = [
    'contactPoint',
    'wording',
    'wordingVersion',
    'language',
    'source',
    'reason',
    'salt',
  ] as const;
  for (const entry of kept.entries) {
    if (entry.recipient !== recipient) continue;
    for (const field of personal) delete entry[field];
    entry.isErased = true;
  }
}

/** Verifies the whole ledger as the command line does, in parts of so many entries. */
export async function verify(
  kept: KeptLedger,
  partOf = 1_000,
  roots: ReadonlyMap<string, string> = new Map(),
): Promise<Finding[]> {
  const findings: Finding[] = [];
  await verifyLedger(readerOf(kept, partOf), { roots, found: (finding) => findings.push(finding) });
  return findings;
}

function readerOf(kept: KeptLedger, partOf: number): LedgerReader {
  const days = kept.days.map((day) => ({ ...day, authentic: isSameSeal(day.seal, SEALS.ofDay(day)) }));
  return {
    days: () => Promise.resolve({ days, overdue: 0 }),
    leaves: async function* (day) {
      yield* kept.leaves.filter((leaf) => leaf.day === day);
    },
    parts: async function* () {
      const all = [...kept.entries, ...kept.heads, ...kept.leaves];
      for (const recipient of new Set(all.map((row) => row.recipient)))
        yield* partsOf(kept, recipient, partOf);
    },
  };
}

function* partsOf(kept: KeptLedger, recipient: string, partOf: number): Generator<AuditedChainPart> {
  const own = <T extends { readonly recipient: string }>(rows: readonly T[]): T[] =>
    rows.filter((row) => row.recipient === recipient);
  const entries = own(kept.entries).toSorted((a, b) => a.sequence - b.sequence);
  const [head] = own(kept.heads);
  for (let from = 0; from === 0 || from < entries.length; from += partOf) {
    const after = from === 0 ? 0 : entries[from - 1]!.sequence;
    yield {
      recipient,
      head:
        head === undefined ? undefined : { ...head, authentic: isSameSeal(head.seal, SEALS.ofHead(head)) },
      leaves: own(kept.leaves).filter(({ sequence }) => sequence > after),
      entries: entries
        .slice(from, from + partOf)
        .map(({ isSuppression, isErased, recipient: _own, ...entry }) => ({
          ...entry,
          suppression: isSuppression,
          erased: isErased,
        })),
    };
  }
}

import { createHash } from 'node:crypto';
import {
  type ChainedEntry,
  chainEntry,
  ChainCheck,
  createSeals,
  DayCheck,
  type DayLeaf,
  type DayRoot,
  DaysCheck,
  DayTree,
  type EntryToChain,
  type Finding,
  isSameSeal,
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

/** Verifies the whole ledger as the command line does. */
export function verify(kept: KeptLedger, partOf = 1_000, anchors?: ReadonlyMap<string, string>): Finding[] {
  const { days } = kept;
  const daysCheck = new DaysCheck(anchors);
  const findings = days.flatMap((sealed) =>
    daysCheck.take({ ...sealed, authentic: isRight(sealed, SEALS.ofDay(sealed)) }),
  );
  findings.push(...daysCheck.finish(anchors === undefined ? days.at(-1)?.day : undefined));
  for (const sealed of days) {
    const check = new DayCheck({ ...sealed, authentic: true });
    for (const leaf of kept.leaves.filter(({ day }) => day === sealed.day)) check.take(leaf);
    findings.push(...check.finish());
  }
  const closed = days.length === 0 ? undefined : { first: days[0]!.day, last: days.at(-1)!.day };
  const recipients = new Set(
    [...kept.entries, ...kept.heads, ...kept.leaves].map(({ recipient }) => recipient),
  );
  for (const recipient of recipients) findings.push(...verifyChain(kept, recipient, closed, partOf));
  return findings;
}

function verifyChain(
  kept: KeptLedger,
  recipient: string,
  closed: ConstructorParameters<typeof ChainCheck>[1],
  partOf: number,
): Finding[] {
  const own = <T extends { readonly recipient: string }>(rows: readonly T[]): T[] =>
    rows.filter((row) => row.recipient === recipient);
  const entries = own(kept.entries).toSorted((a, b) => a.sequence - b.sequence);
  const [head] = own(kept.heads);
  const check = new ChainCheck(recipient, closed);
  const findings: Finding[] = [];
  for (let from = 0; from === 0 || from < entries.length; from += partOf) {
    const after = from === 0 ? 0 : entries[from - 1]!.sequence;
    findings.push(
      ...check.take({
        recipient,
        head: head === undefined ? undefined : { ...head, authentic: isRight(head, SEALS.ofHead(head)) },
        leaves: own(kept.leaves).filter(({ sequence }) => sequence > after),
        entries: entries.slice(from, from + partOf),
      }),
    );
  }
  return [...findings, ...check.finish()];
}

function isRight({ seal }: { readonly seal: string }, expected: string): boolean {
  return isSameSeal(seal, expected);
}

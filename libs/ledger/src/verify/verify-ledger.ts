import type { ChainedEntry, DayLeaf } from '../entry.ts';
import { ChainCheck, type ChainPart } from './chain-check.ts';
import { DayCheck, DaysCheck, type SealedDay } from './days-check.ts';
import type { Finding } from './finding.ts';

/** An entry as an audit reads it. */
export type AuditedEntry = Omit<ChainedEntry, 'recipient' | 'isSuppression' | 'isErased'> & {
  readonly suppression: boolean;
  readonly erased: boolean;
};

/** A part of a chain as an audit reads it. */
export type AuditedChainPart = Omit<ChainPart, 'entries'> & { readonly entries: readonly AuditedEntry[] };

/** A day's root as an audit reads it. */
export type AuditedDay = Omit<SealedDay, 'before'> & { readonly before?: string | undefined };

/** The ledger as a verification reads it: page by page, so that no more than a page is in memory. */
export interface LedgerReader {
  /** All closed days, oldest first, and how many days that are over have no root. */
  days(): Promise<{ readonly days: readonly AuditedDay[]; readonly overdue: number }>;
  /** Of one day, in the order of the recipients' UTF-8 bytes. */
  leaves(day: string): AsyncIterable<DayLeaf>;
  /**
   * Parts of chains, by recipient; also of those of whom only the record of an end, or a leaf, is left.
   * @param only one recipient; undefined: all.
   */
  parts(only: string | undefined): AsyncIterable<AuditedChainPart>;
}

/** What is to be verified. */
export interface Verification {
  /** Only the chain of this one, and the days on which it grew. */
  readonly recipient?: string | undefined;
  /** Roots by day, as they were kept elsewhere. */
  readonly roots?: ReadonlyMap<string, string>;
  /** Told of each finding as it is found. */
  found(finding: Finding): void;
}

/** What was looked at. */
export interface Verified {
  readonly entries: number;
  readonly recipients: number;
  readonly days: number;
  /** The newest root: kept somewhere else, it proves every day up to it. */
  readonly newest: { readonly day: string; readonly root: string } | undefined;
}

type Tell = (findings: readonly Finding[]) => void;

/** Verifies days, roots and chains. What it keeps in memory is a page, and one line for each day. */
export async function verifyLedger(reader: LedgerReader, asked: Verification): Promise<Verified> {
  const tell: Tell = (findings) => {
    for (const finding of findings) asked.found(finding);
  };
  const { days: audited, overdue } = await reader.days();
  const days = audited.map(({ before, ...day }) => ({ ...day, before }));
  const daysCheck = new DaysCheck(asked.roots);
  for (const day of days) tell(daysCheck.take(day));
  tell(daysCheck.finish(overdue));
  const chains = await verifyChains(reader, days, asked.recipient, tell);
  const looked = days.filter(({ day }) => asked.recipient === undefined || chains.grewOn.has(day));
  for (const day of looked) tell(await verifyDay(reader, day));
  const newest = days.at(-1);
  return {
    entries: chains.entries,
    recipients: chains.recipients,
    days: looked.length,
    newest: newest === undefined ? undefined : { day: newest.day, root: newest.root },
  };
}

async function verifyDay(reader: LedgerReader, day: SealedDay): Promise<Finding[]> {
  const check = new DayCheck(day);
  for await (const leaf of reader.leaves(day.day)) check.take(leaf);
  return check.finish();
}

interface VerifiedChains {
  readonly entries: number;
  readonly recipients: number;
  /** Of the one recipient that was asked for. */
  readonly grewOn: ReadonlySet<string>;
}

async function verifyChains(
  reader: LedgerReader,
  days: readonly SealedDay[],
  only: string | undefined,
  tell: Tell,
): Promise<VerifiedChains> {
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const closed = first === undefined || last === undefined ? undefined : { first, last };
  const grewOn = new Set<string>();
  let entries = 0;
  let recipients = 0;
  let current: { readonly recipient: string; readonly check: ChainCheck } | undefined;
  for await (const part of reader.parts(only)) {
    if (current?.recipient !== part.recipient) {
      tell(current?.check.finish() ?? []);
      current = { recipient: part.recipient, check: new ChainCheck(part.recipient, closed) };
      recipients += 1;
    }
    tell(current.check.take(toPart(part)));
    entries += part.entries.length;
    if (only !== undefined) for (const { day } of part.leaves) grewOn.add(day);
  }
  tell(current?.check.finish() ?? []);
  return { entries, recipients, grewOn };
}

function toPart({ recipient, entries, ...ends }: AuditedChainPart): ChainPart {
  const chained = entries.map(({ suppression, erased, ...entry }) => ({
    ...entry,
    recipient,
    isSuppression: suppression,
    isErased: erased,
  }));
  return { ...ends, recipient, entries: chained };
}

import type { Channel, Purpose } from '@hermod/contracts';
import { type EntryKind, IMPLIED, kindOf } from './entry-kind.ts';
import { isNewerEntry } from './is-newer-entry.ts';
import type { ConsentState, LedgerEntry } from './ledger-entry.ts';

/** May this contact point be told something on this channel, for this purpose, about this topic? */
export interface ConsentQuestion {
  readonly contactPoint: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
}

/** A number's sms consent covers these channels too, unless it is withdrawn there. */
const COVERED_BY_SMS: readonly Channel[] = ['mms', 'rcs'];
const TELEPHONE: readonly Channel[] = ['sms', ...COVERED_BY_SMS];

/**
 * The ledger entry that answers the question, or undefined when nobody ever said anything about it. Of all entries
 * that cover it the newest counts. A withdrawal on mms or rcs itself stands against any sms consent, however new;
 * a withdrawn sms consent covers mms and rcs like a given one. What is pending or only implied doesn't count here.
 */
export function findConsent(state: ConsentState, question: ConsentQuestion): LedgerEntry | undefined {
  const own = newest(state, question, question.channel);
  if (!COVERED_BY_SMS.includes(question.channel) || own?.state === 'withdrawn') return own;
  const ofSms = newest(state, question, 'sms');
  if (own === undefined || ofSms === undefined) return own ?? ofSms;
  return isNewerEntry(own, ofSms) ? own : ofSms;
}

/**
 * A consent about the question that waits for its confirmation and is newer than what counts now, or undefined. It neither gives
 * nor takes anything.
 */
export function findPending(
  state: ConsentState,
  question: ConsentQuestion,
  counts: LedgerEntry | undefined,
): LedgerEntry | undefined {
  for (const channel of channelsAbout(question)) {
    const pending = newest(state, question, channel, 'pending');
    if (pending !== undefined && (counts === undefined || pending.at > counts.at)) return pending;
  }
  return undefined;
}

/** The newest of what something else implies, of each basis; whether that is enough, the law of the place says. */
export function findImplied(state: ConsentState, question: ConsentQuestion): readonly LedgerEntry[] {
  return channelsAbout(question).flatMap((channel) =>
    IMPLIED.flatMap((basis) => newest(state, question, channel, basis) ?? []),
  );
}

function channelsAbout({ channel }: ConsentQuestion): readonly Channel[] {
  return COVERED_BY_SMS.includes(channel) ? [channel, 'sms'] : [channel];
}

/** A withdrawal by telephone of whatever topic or purpose that is newer than a consent, or undefined. */
export function findWithdrawalOfAnything(
  state: ConsentState,
  contactPoint: string,
  given: LedgerEntry,
): LedgerEntry | undefined {
  for (const entry of state.values()) {
    if (entry.state !== 'withdrawn' || !TELEPHONE.includes(entry.channel)) continue;
    if (entry.contactPoint !== undefined && entry.contactPoint !== contactPoint) continue;
    if (isNewerEntry(entry, given)) return entry;
  }
  return undefined;
}

function newest(
  state: ConsentState,
  question: ConsentQuestion,
  channel: Channel,
  kind: EntryKind = 'said',
): LedgerEntry | undefined {
  let found: LedgerEntry | undefined;
  for (const entry of state.values()) {
    if (entry.channel !== channel || !isAbout(entry, question)) continue;
    if (kindOf(entry) !== kind) continue;
    if (found === undefined || isNewerEntry(entry, found)) found = entry;
  }
  return found;
}

function isAbout(entry: LedgerEntry, { contactPoint, purpose, topic }: ConsentQuestion): boolean {
  if (entry.contactPoint !== undefined && entry.contactPoint !== contactPoint) return false;
  if (entry.topic !== undefined && entry.topic !== topic) return false;
  if (entry.purpose === undefined || entry.purpose === purpose) return true;
  return entry.purpose === 'transactional' && purpose === 'critical';
}

import type { Channel, Purpose } from '@hermod/contracts';
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

/**
 * The ledger entry that answers the question, or undefined when nobody ever said anything about it. Of all entries
 * that cover it the newest counts. A withdrawal on mms or rcs itself stands against any sms consent, however new;
 * a withdrawn sms consent covers mms and rcs like a given one.
 */
export function findConsent(state: ConsentState, question: ConsentQuestion): LedgerEntry | undefined {
  const own = newest(state, question, question.channel);
  if (!COVERED_BY_SMS.includes(question.channel) || own?.state === 'withdrawn') return own;
  const ofSms = newest(state, question, 'sms');
  if (own === undefined || ofSms === undefined) return own ?? ofSms;
  return isNewerEntry(own, ofSms) ? own : ofSms;
}

function newest(state: ConsentState, question: ConsentQuestion, channel: Channel): LedgerEntry | undefined {
  let found: LedgerEntry | undefined;
  for (const entry of state.values()) {
    if (entry.channel !== channel || !isAbout(entry, question)) continue;
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

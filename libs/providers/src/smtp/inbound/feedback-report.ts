/** Complaints: a person has pressed `spam`, and their mail provider tells (ARF, RFC 5965). */
import { type Mail, mailboxIn, readFields } from './read-mail.ts';

export interface Complaint {
  /** Who complains, where the report tells; some providers blacken it. */
  readonly address: string | undefined;
  readonly reason: string;
  /** The headers of the mail that it is about: only they tell that it was ours. */
  readonly about: string;
}

/** `not-spam` takes a complaint back, and the others are about authentication (RFC 6591). */
const COMPLAINTS: ReadonlySet<string> = new Set([
  'abuse',
  'fraud',
  'virus',
  'other',
  'opt-out',
  'opt-out-list',
]);

/** The complaint in a mail; undefined when it is none. */
export function readComplaint(mail: Mail): Complaint | undefined {
  const report = mail.parts.find(({ type }) => type === 'message/feedback-report');
  if (report === undefined) return undefined;
  const fields = readFields(report.content);
  const kind = (fields.get('feedback-type') ?? '').toLowerCase();
  if (!COMPLAINTS.has(kind)) return undefined;
  const original = mail.parts.find(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers');
  const [about = ''] = (original?.content ?? '').split(/\n[ \t]*\n/, 1);
  return {
    address: mailboxIn(fields.get('original-rcpt-to')) ?? mailboxIn(readFields(about).get('to')),
    reason: `complaint: ${kind}`,
    about,
  };
}

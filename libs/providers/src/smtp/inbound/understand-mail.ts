/** What a mail that came back tells. Pure. */
import type { InboundReport, StreamReading } from '../../receipt-reader.ts';
import type { MailToken } from '../mail-token.ts';
import { readCalendarReply } from './calendar-reply.ts';
import { readComplaint } from './feedback-report.ts';
import { isAutoReply } from './is-auto-reply.ts';
import { ownWords } from './own-words.ts';
import { isFromReporter, readBounce } from './read-bounce.ts';
import { type Mail, mailboxIn } from './read-mail.ts';

/** A mail with what its addresses say. */
export interface MailFor {
  readonly mail: Mail;
  readonly envelopeTo: string;
  /** What the envelope's address names, if it is one of ours and signed. */
  readonly token: MailToken | undefined;
  /** The attempt whose mail is answered, by the thread. */
  readonly attemptAnswered: string | undefined;
  /** The attempt that is named by a signed address somewhere in the headers of another mail. */
  readonly attemptNamedIn: (headers: string) => string | undefined;
  /** The same for the same mail, so that it is recorded once. */
  readonly id: string;
  /** ISO 8601: dates in mails are whatever their senders like. */
  readonly at: string;
}

type Told = Partial<StreamReading>;

/**
 * Complaints, bounces, answered invitations, requests for an end and answers; nothing of what a program has written by itself.
 * Reports count only with a signed address of ours: anybody can write one, and only who got the mail knows the address.
 */
export function understandMail(received: MailFor): Told {
  const { mail, token } = received;
  const complaint = readComplaint(mail);
  if (complaint !== undefined) {
    const reference = token?.attemptId ?? received.attemptNamedIn(complaint.about);
    return reportOn(received, { kind: 'complaint', reason: complaint.reason }, complaint.address, reference);
  }
  const isAnswer = token?.kind === 'reply' || token === undefined;
  // A person may well write that something was not delivered.
  const bounce = isAnswer && !isFromReporter(mail) ? undefined : readBounce(mail);
  if (bounce !== undefined) {
    if (!bounce.isFailure || token === undefined) return {};
    const { attemptId: reference } = token;
    const { hard, reason, address } = bounce;
    const { at } = received;
    return {
      receipts: [{ reference, kind: 'undelivered', reason, at }],
      ...reportOn(received, { kind: 'bounce', hard, reason }, address, reference),
    };
  }
  return isAnswer && !isFromReporter(mail) ? answerIn(received) : {};
}

function reportOn(
  { id, at }: MailFor,
  what: { kind: 'bounce' | 'complaint'; hard?: boolean; reason: string },
  address: string | undefined,
  reference: string | undefined,
): Told {
  if (address === undefined || reference === undefined) return {};
  return { contactPoints: [{ ...what, channel: 'email', address, reference, providerMessageId: id, at }] };
}

const UNSUBSCRIBE = /^\s*unsubscribe\s*$/i;
const REPLY_PREFIX = /^\s*(?:(?:re|aw|sv|tr|r|antw?|vs|odp)\s*(?:\[\d+\])?\s*:\s*)+/i;

function answerIn(received: MailFor): Told {
  const { mail, token } = received;
  const calendar = readCalendarReply(mail);
  if (calendar !== undefined) return inbound(received, { text: calendar, calendar });
  // Mail programs send it by themselves for who has pressed `unsubscribe` (RFC 2369, 3.2).
  if (token !== undefined && UNSUBSCRIBE.test(mail.subject))
    return inbound(received, { text: 'unsubscribe', meaning: 'opt-out' });
  if (isAutoReply(mail)) return {};
  const words = ownWords(mail.text);
  return inbound(received, { text: words === '' ? mail.subject.replace(REPLY_PREFIX, '').trim() : words });
}

function inbound(
  { mail, envelopeTo, token, attemptAnswered, id, at }: MailFor,
  {
    text,
    calendar,
    meaning,
  }: Pick<InboundReport, 'text' | 'meaning'> & Pick<NonNullable<InboundReport['inReplyTo']>, 'calendar'>,
): Told {
  const from = mailboxIn(mail.from);
  if (from === undefined || text === '') return {};
  const reference = token?.attemptId ?? attemptAnswered;
  const inReplyTo =
    reference === undefined ? undefined : { reference, ...(calendar === undefined ? {} : { calendar }) };
  const report: InboundReport = {
    kind: 'text',
    channel: 'email',
    from,
    to: envelopeTo,
    text,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(meaning === undefined ? {} : { meaning }),
    providerMessageId: id,
    at,
  };
  return { inbound: [report] };
}

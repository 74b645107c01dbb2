/** The mails that come back from a phone's mailbox, as mail systems, people's programs and calendars write them. */
import { randomUUID } from 'node:crypto';
import type { AcceptedMail, InvitationAnswer } from './accepted-mail.ts';

const lines = (...all: readonly (string | readonly string[])[]): string => `${all.flat().join('\r\n')}\r\n`;

/** Headers that every mail has; the person's mailbox is the sender. */
const headersOf = (from: string, to: string, subject: string, at: Date): string[] => [
  `From: ${from}`,
  `To: ${to}`,
  `Subject: ${headerText(subject)}`,
  `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
  `Message-ID: <${randomUUID()}@sim.test>`,
  'MIME-Version: 1.0',
];

/** A word outside of ASCII is encoded as a whole (RFC 2047). */
function headerText(text: string): string {
  const line = text.replaceAll(/[\r\n]+/g, ' ');
  return /^[\x20-\x7e]*$/.test(line) ? line : `=?UTF-8?B?${Buffer.from(line).toString('base64')}?=`;
}

/** The report that a mail could not be delivered, because the mailbox does not exist (RFC 3462, 3464). */
export function failureReport({ envelopeFrom, to, raw }: AcceptedMail, at: Date): string {
  const boundary = `report-${randomUUID()}`;
  const headers = raw.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  return lines(
    headersOf(
      'Mail Delivery System <MAILER-DAEMON@sim.test>',
      envelopeFrom,
      'Undelivered Mail Returned to Sender',
      at,
    ),
    'Auto-Submitted: auto-replied',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host sim.test.',
    '',
    'Your message could not be delivered to one or more recipients.',
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; sim.test',
    '',
    `Original-Recipient: rfc822;${to}`,
    `Final-Recipient: rfc822; ${to}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 5.1.1 <${to}>: Recipient address rejected: User unknown`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    headers,
    '',
    `--${boundary}--`,
  );
}

/** A person's answer with the mail that it answers below, as programs quote it. */
export function answerMail(
  { to, answersTo, subject, messageId }: AcceptedMail,
  text: string,
  at: Date,
): string {
  return lines(
    headersOf(to, answersTo, /^re:/i.test(subject) ? subject : `Re: ${subject}`, at),
    `In-Reply-To: <${messageId}>`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    text.split(/\r?\n/),
    '',
    `On ${at.toUTCString()}, ${answersTo} wrote:`,
    `> ${headerText(subject)}`,
  );
}

const STATES: Readonly<Record<InvitationAnswer, { readonly state: string; readonly word: string }>> = {
  accepted: { state: 'ACCEPTED', word: 'Accepted' },
  declined: { state: 'DECLINED', word: 'Declined' },
  tentative: { state: 'TENTATIVE', word: 'Tentative' },
};

/**
 * What a calendar answers (RFC 5546, 3.2.3; RFC 6047): the same UID and SEQUENCE, and only the attendee who answers.
 * @returns undefined when the invitation names nobody to answer.
 */
export function invitationReply(
  { to, subject, messageId, invitation = '' }: AcceptedMail,
  answer: InvitationAnswer,
  at: Date,
): { readonly to: string; readonly mail: string } | undefined {
  const properties = invitation.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const property = (name: string): string | undefined =>
    properties.find((line) => new RegExp(`^${name}[;:]`, 'i').test(line));
  const organizer = /mailto:([^\s@]+@[^\s@]+)$/i.exec(property('ORGANIZER') ?? '')?.[1];
  if (organizer === undefined) return undefined;
  const { state, word } = STATES[answer];
  const kept = ['UID', 'SEQUENCE', 'DTSTART', 'DTEND', 'SUMMARY', 'ORGANIZER'].map(property);
  const mail = lines(
    headersOf(to, organizer, `${word}: ${subject}`, at),
    `In-Reply-To: <${messageId}>`,
    'Content-Type: text/calendar; method=REPLY; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Hermod//Simulator//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    kept.filter((line) => line !== undefined),
    `DTSTAMP:${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
    `ATTENDEE;PARTSTAT=${state}:mailto:${to}`,
    'END:VEVENT',
    'END:VCALENDAR',
  );
  return { to: organizer, mail };
}

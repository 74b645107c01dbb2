import type { EmailContent } from '../content/email-content.ts';
import { finishCalendar } from '../email/finish-calendar.ts';
import { finishFiles } from '../email/finish-files.ts';
import { type FileLink, withFileLinks, withPreheader } from '../email/html-blocks.ts';
import { plainTextOf } from '../email/plain-text.ts';
import { refuseBadHtml } from '../email/refuse-bad-html.ts';
import { cameOutEmpty, unsendable } from './problems.ts';
import type { RenderedAttachment, RenderedEmail } from './rendered.ts';

/** RFC 5322, section 2.1.1: what a line of a mail has at most, without its end. */
const MAX_SUBJECT_OCTETS = 998;
/** Gmail and Outlook take 20 MB and more; many company servers stop at ten. */
const MAX_MAIL_OCTETS = 10 * 1024 * 1024;
/** Headers, and the lines between the parts. */
const AROUND_OCTETS = 8 * 1024;

const encoder = new TextEncoder();
const octetsOf = (text: string | undefined): number => (text === undefined ? 0 : encoder.encode(text).length);
/** Base64 in lines of 76 characters (RFC 2045, section 6.8). */
const encodedSize = (octets: number): number => Math.ceil((Math.ceil(octets / 3) * 4 * 78) / 76);

/**
 * An email with a text part, and with everything in its HTML that a mailbox shows. Files that have an address are led to below
 * it; those that it holds go with it.
 * @param privateHosts `host:port` of hosts that files may come from although they are not public.
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function finishEmail(
  fields: Partial<EmailContent>,
  privateHosts: ReadonlySet<string> = new Set(),
): RenderedEmail {
  const { subject, text, html, attachments = [], calendar, ...rest } = fields;
  if (text === undefined && html === undefined) throw cameOutEmpty('text');
  if (html !== undefined) refuseBadHtml(html);
  const { sent, linked } = finishFiles(attachments, privateHosts);
  const checkedSubject = finishSubject(subject);
  const words = text ?? (plainTextOf(html ?? '') || checkedSubject);
  const finished: RenderedEmail = {
    channel: 'email',
    ...rest,
    subject: checkedSubject,
    text: [words, ...linked.map(({ filename, url }) => `${filename}: ${url}`)].join('\n\n'),
    ...(html === undefined ? {} : { html: finishHtml(html, rest.preheader, linked) }),
    ...(sent.length === 0 ? {} : { attachments: sent }),
    ...(calendar === undefined ? {} : { calendar: finishCalendar(calendar) }),
  };
  refuseHugeMail(finished);
  return finished;
}

/** One line: a line break would begin a header of somebody else's making. */
function finishSubject(subject: string | undefined): string {
  if (subject === undefined) throw cameOutEmpty('subject');
  if (/\p{Cc}/u.test(subject)) {
    const fix = 'write it in one line, or use the strip_newlines filter';
    throw unsendable('subject', 'it has a line break or another control character', fix);
  }
  const octets = octetsOf(subject);
  if (octets <= MAX_SUBJECT_OCTETS) return subject;
  const message = `the subject has ${octets} octets; it has at most ${MAX_SUBJECT_OCTETS}`;
  throw unsendable('subject', message, 'shorten it, or use the truncate filter');
}

function finishHtml(html: string, preheader: string | undefined, links: readonly FileLink[]): string {
  const whole = links.length === 0 ? html : withFileLinks(html, links);
  return preheader === undefined ? whole : withPreheader(whole, preheader);
}

function refuseHugeMail({ text, html, attachments = [] }: RenderedEmail): void {
  const words = encodedSize(octetsOf(text)) + encodedSize(octetsOf(html));
  const files = attachments.reduce((sum, file) => sum + encodedSize(sizeOf(file)), 0);
  const octets = AROUND_OCTETS + words + files;
  if (octets <= MAX_MAIL_OCTETS) return;
  const message = `the mail has about ${Math.ceil(octets / 1024)} kB; it has at most ${MAX_MAIL_OCTETS / 1024} kB`;
  throw unsendable('attachments', message, 'send fewer or smaller files, or lead to them by url');
}

const sizeOf = ({ text, base64 }: RenderedAttachment): number =>
  base64 === undefined ? octetsOf(text) : Math.floor((base64.length * 3) / 4);

/** A hand-over as the mail that it becomes: MIME, headers, signature. */
import { domainToASCII } from 'node:url';
import type { RenderedEmail } from '@hermod/channels';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { HandOver } from '../provider.ts';
import { methodOf, writeInvitation } from './invitation.ts';
import { signMailToken } from './mail-token.ts';
import type { SmtpConfig } from './smtp-config.ts';

/** A mail that is ready to be handed over. */
export interface ComposedMail {
  readonly envelope: {
    readonly from: string;
    readonly to: string;
    /** ENVID (RFC 3461): reports name it again. */
    readonly id: string;
  };
  /** With its angle brackets taken off. */
  readonly messageId: string;
  /** Where answers come back to. */
  readonly answersTo: string;
  /** With CRLF, signed where there is a key. */
  readonly octets: Buffer;
}

/** What receivers judge a mail by, and what we want nobody to change; both List-Unsubscribe headers, as RFC 8058 demands. */
const SIGNED_HEADERS = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'auto-submitted',
  'feedback-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
].join(':');

/** Composes the mail of one attempt. The same attempt has the same Message-ID and addresses however often it is composed. */
export async function composeMail(
  config: SmtpConfig,
  handOver: HandOver,
  email: RenderedEmail,
  now: Date,
): Promise<ComposedMail> {
  const { attemptId } = handOver;
  const returnsTo = `${signMailToken(attemptId, 'bounce', config.inboundSecret)}@${config.returnPathDomain}`;
  const answerable = `${signMailToken(attemptId, 'reply', config.inboundSecret)}@${config.returnPathDomain}`;
  const messageId = `${attemptId}@${config.returnPathDomain}`;
  const answersTo = config.replyTo ?? answerable;
  const from = fromOf(config.from, handOver.sender);
  const mail = new MailComposer({
    from: { name: from.name ?? '', address: from.address },
    to: { name: '', address: handOver.to },
    replyTo: { name: '', address: answersTo },
    subject: email.subject,
    messageId: `<${messageId}>`,
    date: now,
    text: email.text,
    ...(email.html === undefined ? {} : { html: email.html }),
    ...invitationOf(config, handOver, email, { from, answerable, now }),
    attachments: (email.attachments ?? []).map(attachment),
    headers: headersOf(config, handOver, answerable),
    newline: 'win',
    disableUrlAccess: true,
    disableFileAccess: true,
  });
  const plain = await mail.compile().build();
  const octets = config.dkim === undefined ? plain : await signed(plain, config.dkim);
  return {
    envelope: { from: returnsTo, to: deliverable(handOver.to), id: attemptId },
    messageId,
    answersTo,
    octets,
  };
}

interface Author {
  readonly name?: string | undefined;
  readonly address: string;
}

/** The configured author, unless the sender of the hand-over names another mailbox or another name. */
export function fromOf(configured: Author, sender: string | undefined): Author {
  if (sender === undefined) return configured;
  const [, name, inBrackets] = /^\s*"?([^"<>]*?)"?\s*<([^\s<>]+@[^\s<>]+)>\s*$/.exec(sender) ?? [];
  if (inBrackets !== undefined)
    return { address: inBrackets, ...(name === '' || name === undefined ? {} : { name }) };
  if (/^[^\s<>]+@[^\s<>]+$/.test(sender)) return { ...configured, address: sender };
  return { ...configured, name: sender };
}

function headersOf(config: SmtpConfig, handOver: HandOver, answerable: string): Record<string, string> {
  const { feedbackId } = config;
  return {
    // RFC 3834: so that no out-of-office answers to it.
    'Auto-Submitted': 'auto-generated',
    ...(feedbackId === undefined ? {} : { 'Feedback-ID': `${handOver.purpose}:::${feedbackId}` }),
    ...unsubscribeHeaders(handOver.unsubscribeUrl, answerable),
  };
}

/**
 * RFC 2369 and RFC 8058: one https address that takes a POST, and a mailbox for programs that know no better. Plain http is
 * for loopback, where a whole installation runs on one machine.
 */
function unsubscribeHeaders(url: string | undefined, answerable: string): Record<string, string> {
  if (url === undefined) return {};
  const mailto = `<mailto:${answerable}?subject=unsubscribe>`;
  if (!isForOneClick(url)) return { 'List-Unsubscribe': mailto };
  return {
    'List-Unsubscribe': `<${url}>, ${mailto}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

function isForOneClick(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed?.protocol === 'https:') return true;
  return parsed?.protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname);
}

function invitationOf(
  config: SmtpConfig,
  handOver: HandOver,
  { calendar }: RenderedEmail,
  { from, answerable, now }: { readonly from: Author; readonly answerable: string; readonly now: Date },
) {
  if (calendar === undefined) return {};
  const address = calendar.uid === undefined ? answerable : (config.organizer ?? answerable);
  const content = writeInvitation(calendar, {
    messageId: handOver.messageId,
    organizer: { name: from.name, address },
    attendee: handOver.to,
    now,
  });
  return { icalEvent: { method: methodOf(calendar), content, filename: 'invite.ics' } };
}

function attachment({
  filename,
  contentType,
  text,
  base64,
}: NonNullable<RenderedEmail['attachments']>[number]) {
  if (base64 !== undefined) return { filename, contentType, content: Buffer.from(base64, 'base64') };
  const charset = contentType.startsWith('text/') ? '; charset=utf-8' : '';
  return { filename, contentType: `${contentType}${charset}`, content: Buffer.from(text ?? '', 'utf8') };
}

async function signed(mail: Buffer, { domain, selector, privateKey }: NonNullable<SmtpConfig['dkim']>) {
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey,
    headerFieldNames: SIGNED_HEADERS,
  });
  return Buffer.concat((await signer.sign(mail).toArray()) as Buffer[]);
}

/** The envelope speaks ASCII where it can: a domain in other letters is written as Punycode (RFC 5891). */
function deliverable(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`;
}

import { type ParsedMail, simpleParser } from 'mailparser';
import { linksIn } from '../phones/links.ts';
import type { PhoneMail } from '../phones/phone.ts';
import { readInvitation } from './read-invitation.ts';

/** A mail as a mail program reads it. */
export interface ReadMail {
  /** Without its angle brackets; empty where there is none. */
  readonly messageId: string;
  readonly from: string;
  /** Reply-To, else From. */
  readonly answersTo: string;
  readonly subject: string;
  /** Subject and text part. */
  readonly text: string;
  readonly mail: PhoneMail;
  /** The invitation as it came (RFC 5545). */
  readonly invitation?: string;
  /** Pictures that the program fetches when the mail is opened. */
  readonly pictures: readonly string[];
}

const MAX_PICTURES = 20;

/** Reads a mail (RFC 5322, MIME). @throws Error when it is none */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
  const { subject = '', text = '' } = parsed;
  const html = parsed.html === false ? undefined : parsed.html;
  const invitation = invitationIn(parsed);
  const calendar = invitation === undefined ? undefined : readInvitation(invitation);
  const files = parsed.attachments.filter(({ contentType }) => contentType !== 'text/calendar');
  const attachments = files.map(({ filename, contentType }) => ({
    filename: filename ?? 'unnamed',
    contentType,
  }));
  return {
    messageId: (parsed.messageId ?? '').replaceAll(/[<>]/g, ''),
    from: parsed.from?.value[0]?.address ?? '',
    answersTo: parsed.replyTo?.value[0]?.address ?? parsed.from?.value[0]?.address ?? '',
    subject,
    text: [subject, text.trim()].filter((part) => part !== '').join('\n'),
    mail: {
      subject,
      ...(html === undefined ? {} : { html }),
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(calendar === undefined ? {} : { calendar }),
    },
    ...(invitation === undefined ? {} : { invitation }),
    pictures: picturesIn(html ?? ''),
  };
}

function invitationIn({ attachments }: ParsedMail): string | undefined {
  const file = attachments.find(({ contentType }) =>
    /^(?:text\/calendar|application\/ics)$/.test(contentType),
  );
  return file?.content.toString('utf8');
}

/** What stands in `<img src>`, as far as it is on the web. */
function picturesIn(html: string): string[] {
  const sources = [...html.matchAll(/<img\b[^>]*?\ssrc="([^"]+)"/gi)].map(([, source = '']) =>
    source.replaceAll('&amp;', '&'),
  );
  return sources.filter((source) => linksIn(source).length > 0).slice(0, MAX_PICTURES);
}

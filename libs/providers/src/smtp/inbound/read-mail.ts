/** A mail as it came in, taken apart within limits (RFC 5322, RFC 2045). */
import { compile } from 'html-to-text';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';

/** A part besides the words that a person reads. */
export interface MailPart {
  /** In small letters, such as `message/delivery-status`. */
  readonly type: string;
  /** `method` of a calendar part, in capitals. */
  readonly method?: string;
  /** Decoded; of octets that are no text, whatever UTF-8 makes of them. */
  readonly content: string;
}

export interface Mail {
  /** By name in small letters; of one that is repeated, the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** The mailbox in From. */
  readonly from: string | undefined;
  readonly subject: string;
  /** The words: the text part, or the text of the HTML part. */
  readonly text: string;
  readonly parts: readonly MailPart[];
  /** Everything after the headers, as it came. */
  readonly body: string;
}

/** What makes a mail unreadable; it tells nothing of what stands in it. */
export interface UnreadableMail {
  readonly unreadable: string;
}

/** A mail has at most this many bytes: what is wanted of it stands at its beginning. */
export const MOST_MAIL_BYTES = 400_000;
/** Honest mail has four or five. */
const MOST_NESTING = 16;
const MOST_HEADER_BYTES = 128 * 1024;
/** Each part begins with such a line, so there are no more parts than lines. */
const MOST_BOUNDARY_LINES = 2_000;
const MOST_PARTS = 200;
/** An answer stands above what it quotes. */
const MOST_HTML_CHARS = 100_000;
/** What comes after so many is not read: lines are what costs time, and honest ones are longer. */
const MOST_LINES = 10_000;

/** Takes a mail apart. It never throws, whatever a stranger sends, and takes a moment at most. */
export async function readMail(whole: Buffer): Promise<Mail | UnreadableMail> {
  if (whole.length > MOST_MAIL_BYTES)
    return { unreadable: `a mail has at most ${MOST_MAIL_BYTES} bytes; send its beginning` };
  const raw = firstLines(whole);
  const source = raw.toString('latin1');
  if ((source.match(/^--/gm)?.length ?? 0) > MOST_BOUNDARY_LINES)
    return { unreadable: 'the mail has too many parts' };
  try {
    const email = await PostalMime.parse(new Uint8Array(raw), {
      attachmentEncoding: 'utf8',
      forceRfc822Attachments: true,
      maxNestingDepth: MOST_NESTING,
      maxHeadersSize: MOST_HEADER_BYTES,
    });
    if (email.headers.length === 0) return { unreadable: 'this is no mail: it has no headers' };
    if (email.attachments.length > MOST_PARTS) return { unreadable: 'the mail has too many parts' };
    return toMail(email, raw);
  } catch {
    // The parser's words may quote the mail.
    return { unreadable: 'this is no mail that can be read: it is malformed, or nested too deeply' };
  }
}

function firstLines(mail: Buffer): Buffer {
  let end = -1;
  for (let line = 0; line < MOST_LINES; line++) {
    end = mail.indexOf(LINE_FEED, end + 1);
    if (end < 0) return mail;
  }
  return mail.subarray(0, end + 1);
}
const LINE_FEED = 0x0a;

/** As a person would type it; what programs quote below is left out. */
const textOf = compile({
  wordwrap: false,
  limits: { maxInputLength: MOST_HTML_CHARS, maxDepth: 64 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'blockquote', format: 'skip' },
    { selector: 'div.gmail_quote', format: 'skip' },
    { selector: 'h1', options: { uppercase: false } },
    { selector: 'h2', options: { uppercase: false } },
  ],
});

function toMail(email: Email, raw: Buffer): Mail {
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  return {
    headers,
    from: mailboxOf(email.from),
    subject: email.subject ?? '',
    text: (email.text ?? textOf(email.html ?? '')).replaceAll('\r\n', '\n'),
    parts: email.attachments.map(toPart),
    body: bodyOf(raw.toString('utf8').replaceAll('\r\n', '\n')),
  };
}

function toPart({ mimeType, method, content }: Attachment): MailPart {
  const text = typeof content === 'string' ? content : Buffer.from(new Uint8Array(content)).toString('utf8');
  return {
    type: mimeType.toLowerCase(),
    ...(method === undefined ? {} : { method }),
    content: text.replaceAll('\r\n', '\n'),
  };
}

function mailboxOf(address: Address | undefined): string | undefined {
  const mailbox = address?.address ?? address?.group?.[0]?.address;
  return mailbox === undefined || mailbox === '' ? undefined : mailbox;
}

function bodyOf(source: string): string {
  const end = source.indexOf('\n\n');
  return end < 0 ? '' : source.slice(end + 2);
}

/** The fields of a block such as a part of a delivery status: names in small letters, folded lines joined. */
export function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** The mailbox in a field such as `rfc822;ada@example.org` or `Ada <ada@example.org>`. */
export function mailboxIn(field: string | undefined): string | undefined {
  const found = /[^\s<>;:,"]{1,64}@[^\s<>;:,"]{1,190}/.exec(field ?? '')?.[0];
  if (found === undefined) return undefined;
  const at = found.lastIndexOf('@');
  return found.slice(0, at) + found.slice(at).toLowerCase();
}

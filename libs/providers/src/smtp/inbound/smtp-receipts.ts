/** The way back of mail: what a mail server passes on to `/webhooks/<provider>` is verified, understood and told. */
import { createHash } from 'node:crypto';
import {
  refuse,
  singleHeader,
  type ReaderOptions,
  type ReceiptReader,
  type WebhookReading,
  type WebhookRefusal,
  type WebhookRequest,
} from '../../receipt-reader.ts';
import { type MailToken, readMailToken } from '../mail-token.ts';
import { type MailFor, understandMail } from './understand-mail.ts';
import { ENVELOPE_HEADER, isSignedInboundMail, SIGNATURE_HEADER } from './mail-signature.ts';
import { readMail } from './read-mail.ts';

/** What the reading half needs of an account's configuration. */
export interface InboundMailAccount {
  /** Shared with the mail server that passes mails on; the tokens in our addresses are signed with it as well. */
  readonly inboundSecret: string;
}

const ANSWER = { status: 200, contentType: 'application/json; charset=utf-8', body: '{"recorded":true}' };
const MAILBOX = /^[^\s@]{1,64}@[^\s@]{1,190}$/;
const NAMES_ATTEMPT = /[br]-[0-9a-f]{32}-[0-9a-f]{16}(?=@)/gi;
/** Our own ids of messages are `<attempt@domain>`. */
const ATTEMPT_ID = /<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@/i;
const MOST_ID_CHARS = 32;

/** Reads the mails that come back to one account. A mail of which nothing is to be told is taken and forgotten. */
export function openSmtpReceiptReader(account: InboundMailAccount, options: ReaderOptions): ReceiptReader {
  const { now = () => new Date() } = options;
  const tokenOf = (localPart: string): MailToken | undefined =>
    readMailToken(localPart, account.inboundSecret);
  return {
    type: 'smtp',
    read: async (request): Promise<WebhookReading> => {
      const verified = verifiedEnvelope(request, account.inboundSecret);
      if (typeof verified !== 'string') return verified;
      const mail = await readMail(request.rawBody);
      if ('unreadable' in mail) return refuse('WEBHOOK_MALFORMED', mail.unreadable, 'body');
      const received: MailFor = {
        mail,
        envelopeTo: verified,
        token: tokenOf(verified.slice(0, verified.lastIndexOf('@'))),
        attemptAnswered: attemptIn(mail.headers),
        attemptNamedIn: (headers) =>
          headers
            .match(NAMES_ATTEMPT)
            ?.map(tokenOf)
            .find((token) => token !== undefined)?.attemptId,
        id: createHash('sha256')
          .update(verified)
          .update(request.rawBody)
          .digest('hex')
          .slice(0, MOST_ID_CHARS),
        at: now().toISOString(),
      };
      const nothing = { receipts: [], inbound: [], contactPoints: [] };
      return { ok: true, ...nothing, ...understandMail(received), answer: ANSWER };
    },
  };
}

/** The envelope's address of a mail that our own mail server has passed on. */
function verifiedEnvelope(request: WebhookRequest, secret: string): string | WebhookRefusal {
  const signature = singleHeader(request, SIGNATURE_HEADER);
  if (signature === undefined) return refuse('WEBHOOK_UNSIGNED', 'the mail is not signed', SIGNATURE_HEADER);
  const envelopeTo = singleHeader(request, ENVELOPE_HEADER)?.trim() ?? '';
  if (!MAILBOX.test(envelopeTo))
    return refuse('WEBHOOK_MALFORMED', 'tell whom the mail was for, as name@example.org', ENVELOPE_HEADER);
  if (!isSignedInboundMail({ envelopeTo, mail: request.rawBody, signature }, secret))
    return refuse(
      'WEBHOOK_SIGNATURE_INVALID',
      'the signature does not fit the inboundSecret, the address and the mail',
      SIGNATURE_HEADER,
    );
  if (!/^message\/rfc822\b/i.test(singleHeader(request, 'content-type') ?? ''))
    return refuse('WEBHOOK_MALFORMED', 'post the whole mail as message/rfc822', 'content-type');
  return envelopeTo;
}

/** The attempt whose mail is answered, by the thread; nobody but who got that mail knows its id. */
function attemptIn(headers: ReadonlyMap<string, string>): string | undefined {
  const thread = `${headers.get('in-reply-to') ?? ''} ${headers.get('references')?.slice(-2_000) ?? ''}`;
  return ATTEMPT_ID.exec(thread)?.[1]?.toLowerCase();
}

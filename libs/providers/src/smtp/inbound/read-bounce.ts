/** Reports that a mail was not delivered: by fields (RFC 3464), or in words only. */
import { judgeBounce } from './judge-bounce.ts';
import { type Mail, mailboxIn, readFields } from './read-mail.ts';

/** What a report of delivery came to. `delayed` and good news are no failures. */
export type DeliveryReport =
  | { readonly isFailure: false }
  | {
      readonly isFailure: true;
      /** The mailbox that it was sent to, where the report tells. */
      readonly address: string | undefined;
      readonly hard: boolean;
      readonly reason: string;
    };

const STATUS_PARTS: ReadonlySet<string> = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
]);

/** What a mail says of another one's delivery; undefined when it is no such report. Whom it is about is not verified. */
export function readBounce(mail: Mail): DeliveryReport | undefined {
  return readByFields(mail) ?? readByWords(mail);
}

function readByFields(mail: Mail): DeliveryReport | undefined {
  const part = mail.parts.find(({ type }) => STATUS_PARTS.has(type));
  // Some are broken on their way, so that the fields stand among the words.
  const source = part?.content ?? mail.body;
  const recipients = source
    .split(/\n[ \t]*\n/)
    .map(readFields)
    .filter((fields) => fields.has('action') && (fields.has('final-recipient') || fields.has('status')));
  if (recipients.length === 0) return undefined;
  const failed = recipients.find((fields) => /^failed\b/i.test(fields.get('action')!));
  if (failed === undefined) return { isFailure: false };
  const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(failed.get('status') ?? '')?.[0];
  const diagnostic = failed.get('diagnostic-code') ?? '';
  const words = diagnostic === '' ? noticeOf(mail) : diagnostic.replace(/^\s*(?:smtp|unknown)\s*;/i, '');
  return {
    isFailure: true,
    address:
      mailboxIn(failed.get('original-recipient')) ??
      returnedTo(mail) ??
      mailboxIn(failed.get('final-recipient')),
    ...judgeBounce({ status, words }),
  };
}

/** The mailbox in To of the mail that came back: a forwarded one fails elsewhere than where it was sent. */
function returnedTo(mail: Mail): string | undefined {
  const returned = mail.parts.find(({ type }) =>
    /^(?:message|text)\/(?:global-)?(?:rfc822|headers|rfc822-headers)$/.test(type),
  );
  if (returned === undefined) return undefined;
  const [headers = ''] = returned.content.split(/\n[ \t]*\n/, 1);
  return mailboxIn(readFields(headers).get('to'));
}

const REPORTER = /mailer-?daemon|postmaster|mail ?delivery|mailsystem|no-reply@sns\./i;
const SUBJECT =
  /undeliver|unzustellbar|returned mail|delivery (?:status|failure|has failed|report|failed)|failure (?:notice|delivery)|mail delivery failed|not (?:be )?delivered|warning: could not send|non remis|inte levereras/i;
const SAYS_SO =
  /(?:could not|couldn't|cannot|can't|wasn't able to|were? unable to|unable to|not able to) (?:be )?deliver|delivery to the following|undeliverable|message not delivered|had (?:permanent|delivery)|"notificationType":"Bounce"|following address(?:es|\(es\))? failed/i;
const ONLY_LATE = /delayed|not yet been delivered|will (?:be retried|(?:keep|continue)(?: on)? (?:re)?try)/i;
const FINAL = /permanent|given up|giving up|failed|unrecoverable/i;

/** Whether a mail says of itself that a mail system has written it. */
export function isFromReporter({ headers, from }: Mail): boolean {
  return REPORTER.test(from ?? '') || /^multipart\/report\b/i.test(headers.get('content-type') ?? '');
}

function readByWords(mail: Mail): DeliveryReport | undefined {
  const notice = noticeOf(mail);
  const signs = [REPORTER.test(mail.from ?? ''), SUBJECT.test(mail.subject), SAYS_SO.test(notice)];
  if (signs.filter(Boolean).length < 2) return undefined;
  if (ONLY_LATE.test(notice) && !FINAL.test(notice)) return { isFailure: false };
  const verdict = judgeBounce({ status: undefined, words: reasonIn(notice) });
  return { isFailure: true, address: returnedTo(mail) ?? mailboxIn(notice), ...verdict };
}

/** The report's own words, without the mail that it gives back. */
function noticeOf({ text, body }: Mail): string {
  const words = text.trim() === '' ? body : text;
  const copy =
    /^(?:[ \t]*-{2,}.{0,40}(?:copy of|below this line|original message)|return-path:|received:)/im.exec(
      words,
    );
  return copy === null ? words : words.slice(0, copy.index);
}

/** From where the reason begins: before that, a report says who it is and what it is about. */
function reasonIn(notice: string): string {
  const start =
    /^[^\n]{0,200}?(?:said:|the (?:error|reason|response)|transcript of session|following address)|(?<![\w.-])[45]\d\d[ -]/im.exec(
      notice,
    );
  return start === null ? notice : notice.slice(start.index);
}

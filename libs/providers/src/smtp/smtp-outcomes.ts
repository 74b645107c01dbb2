/** How the ends of an SMTP transaction (RFC 5321) read as results of a hand-over. */
import { refused, withoutAddresses } from '../http/outcomes.ts';
import type { HandOverResult, Refused, Retry, Unknown } from '../provider.ts';

/** What ended a transaction, as nodemailer tells it. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string | undefined;
  /** The code of the system behind it, such as ECONNREFUSED. */
  readonly originalCode?: string | undefined;
  /** What was answered to: `CONN`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA`; `API` where nothing was said. */
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** How far a transaction had come: once the first octet of the mail is written, only an answer tells what became of it. */
export type Stage = 'before-content' | 'content-written';

/** Greylisting asks for minutes (RFC 6647, section 5: a retry after one to five); asking sooner only counts as impatience. */
const DEFERRED_FOR_MS = 60_000;

/** Codes that say that the mailbox, or its domain, exists no more (RFC 3463, section 3.2); 5.1.7 and 5.1.8 are about us. */
const DEAD = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10']);
/** Commands whose answers concern this mail, or may; those to CONN, EHLO and STARTTLS concern the connection. */
const ABOUT_THE_MAIL = /^(?:MAIL FROM|RCPT TO|DATA|API|AUTH.*)$/;
/** RFC 4954 and RFC 3207: who we are is not believed, or not yet proved. */
const CREDENTIALS = new Set([530, 534, 535, 538]);

/**
 * The result of a transaction that failed. A complete answer is definitive whatever the stage: with 4xx and 5xx the server
 * has not taken the mail (RFC 5321, section 4.2.1). Without one it is safe to try again until the content starts.
 */
export function resultOfSmtpFailure(
  failure: SmtpFailure,
  stage: Stage,
  to: string,
): Exclude<HandOverResult, { outcome: 'accepted' }> {
  const { command = '', code, responseCode } = failure;
  const reason = reasonOf(failure, to);
  const isAboutUs = !ABOUT_THE_MAIL.test(command);
  // An answer to nothing that was asked, in the middle of the content, is no answer to the content.
  if (stage === 'content-written' && (responseCode === undefined || isAboutUs)) return lost(failure, reason);
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500)
    return deferred(reason, isAboutUs);
  if (responseCode !== undefined && responseCode >= 500 && responseCode < 600) {
    return isAboutUs ? unavailable(reason) : refusal(failure, responseCode, reason);
  }
  if (stage === 'content-written') return unreadable(reason);
  if (isUnsendable(failure)) return refused('PROVIDER_REFUSED', reason);
  if (code === 'EAUTH' || code === 'ENOAUTH') return refused('PROVIDER_CREDENTIALS', reason);
  const isReadable = failure.response === undefined;
  return {
    outcome: 'retry',
    code: isReadable ? 'PROVIDER_UNREACHABLE' : 'PROVIDER_ANSWER_UNREADABLE',
    reason,
  };
}

/** The result of a transaction that the deadline ended. */
export function resultOfDeadline(stage: Stage): Retry | Unknown {
  return stage === 'content-written'
    ? { outcome: 'unknown', code: 'PROVIDER_TIMEOUT', reason: 'no answer before the deadline' }
    : { outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: 'no answer before the deadline' };
}

function lost(failure: SmtpFailure, reason: string): Unknown {
  return failure.response === undefined
    ? { outcome: 'unknown', code: 'PROVIDER_CONNECTION_LOST', reason }
    : unreadable(reason);
}

const unreadable = (reason: string): Unknown => ({
  outcome: 'unknown',
  code: 'PROVIDER_ANSWER_UNREADABLE',
  reason,
});

const unavailable = (reason: string): Retry => ({ outcome: 'retry', code: 'PROVIDER_UNAVAILABLE', reason });

function deferred(reason: string, isAboutUs: boolean): Retry {
  const code = isAboutUs ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_THROTTLED';
  return { outcome: 'retry', code, reason, retryAfterMs: DEFERRED_FOR_MS };
}

function refusal({ command = '', response }: SmtpFailure, responseCode: number, reason: string): Refused {
  if (command.startsWith('AUTH') || CREDENTIALS.has(responseCode)) {
    return refused('PROVIDER_CREDENTIALS', reason);
  }
  const isDead = command !== 'MAIL FROM' && DEAD.has(enhancedCodeIn(response) ?? '');
  return refused('PROVIDER_REFUSED', reason, isDead ? 'dead' : undefined);
}

/** What was refused before it was said: an address that is none, a mail larger than the server takes. */
const isUnsendable = ({ code, command }: SmtpFailure): boolean =>
  code === 'EMESSAGE' || (code === 'EENVELOPE' && command === 'API');

/** The enhanced status code (RFC 2034) behind the first line's three digits. */
const enhancedCodeIn = (response = ''): string | undefined =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];

const MAX_RESPONSE_CHARS = 500;

/** The server's words, without addresses; else what the system calls it. Messages of errors may quote addresses. */
function reasonOf({ response, originalCode, code, message }: SmtpFailure, to: string): string {
  if (response !== undefined) {
    const line = response.slice(0, MAX_RESPONSE_CHARS).replaceAll(/\s+/g, ' ');
    // The codes would pass for a phone number.
    const codes = /^\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?/.exec(line)?.[0] ?? '';
    return `${codes}${withoutAddresses(line.slice(codes.length), to)}`;
  }
  return originalCode ?? code ?? withoutAddresses(message, to);
}

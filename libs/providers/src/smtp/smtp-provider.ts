/** Mail over SMTP, with a connection for each mail in flight: only so it is known how far each had come. */
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { limitsOf } from '../config-fields.ts';
import { refused } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider, Refused, Retry } from '../provider.ts';
import { composeMail, type ComposedMail } from './compose-mail.ts';
import type { SmtpConfig } from './smtp-config.ts';
import { SmtpConnections } from './smtp-connections.ts';
import { resultOfDeadline, resultOfSmtpFailure, type SmtpFailure, type Stage } from './smtp-outcomes.ts';

/** Gmail takes 25 MB and base64 adds a third, but nobody waits for more than this. */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;

/** Mail to one server. SMTP has no key under which a mail is taken only once, so nothing unknown is ever sent again. */
export function openSmtpProvider(config: SmtpConfig, now: () => Date = () => new Date()): Provider {
  const connections = new SmtpConnections(config);
  const running = new Set<Promise<HandOverResult>>();
  return {
    ...limitsOf(config),
    type: 'smtp',
    class: 'at-most-once',
    namedBy: 'attempt',
    channels: ['email'],
    handOver: async (message, signal, mayStart = () => true) => {
      const mail = await mailOf(config, message, now());
      if ('outcome' in mail) return mail;
      const call = handOverMail(connections, mail, { to: message.to, signal, mayStart });
      running.add(call);
      return call.finally(() => running.delete(call));
    },
    close: async () => {
      connections.close();
      await Promise.allSettled(running);
    },
  };
}

/** The mail that a hand-over becomes, or why there is none. */
async function mailOf(config: SmtpConfig, message: HandOver, now: Date): Promise<ComposedMail | Refused> {
  const { content } = message;
  if (content.channel !== 'email') {
    return refused('PROVIDER_CHANNEL_UNSUPPORTED', `${config.id} sends email, not ${content.channel}`);
  }
  const mail = await composeMail(config, message, content, now).catch(unsendable);
  if ('outcome' in mail) return mail;
  const { length } = mail.octets;
  if (length <= MAX_MAIL_BYTES) return mail;
  return refused('PROVIDER_REFUSED', `the mail has ${length} bytes, and at most ${MAX_MAIL_BYTES} go`);
}

/** Nothing was said yet, so this is no unknown outcome; what the error quotes may be personal. */
function unsendable(error: unknown): Refused {
  return refused(
    'PROVIDER_FAILED',
    `the mail can't be composed: ${error instanceof Error ? error.name : 'Error'}`,
  );
}

interface Call {
  readonly to: string;
  readonly signal: AbortSignal;
  readonly mayStart: () => boolean;
}

async function handOverMail(
  connections: SmtpConnections,
  mail: ComposedMail,
  { to, signal, mayStart }: Call,
): Promise<HandOverResult> {
  const lending = await connections.lend(signal);
  if (lending.kind === 'too-late') return notSent('no connection before the deadline');
  if (lending.kind === 'failed') return resultOfSmtpFailure(lending.failure, 'before-content', to);
  const { connection, giveBack } = lending.lent;
  if (!mayStart()) {
    giveBack(true);
    return notSent('a connection was free too late');
  }
  const end = await submit(connection, mail, signal);
  giveBack(end.kind === 'taken');
  return resultOf(end, mail, to);
}

const notSent = (reason: string): Retry => ({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason });

/** How a transaction ended. */
type End =
  | { readonly kind: 'taken' }
  | { readonly kind: 'failed'; readonly failure: SmtpFailure; readonly stage: Stage }
  | { readonly kind: 'too-late'; readonly stage: Stage };

/** Submits one mail, until the deadline, which closes the connection. Never rejects. */
function submit(connection: SMTPConnection, mail: ComposedMail, signal: AbortSignal): Promise<End> {
  let stage: Stage = 'before-content';
  const content = contentOf(mail.octets, () => (stage = 'content-written'));
  return new Promise((resolve) => {
    const giveUp = (): void => {
      resolve({ kind: 'too-late', stage });
      connection.close();
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    const { from, to, id } = mail.envelope;
    // Of reports we want those of failures, with the headers only.
    const dsn = { envid: id, ret: 'HDRS', notify: 'FAILURE' };
    const envelope = { from, to: [to], size: mail.octets.length, dsn };
    connection.send(envelope, content, (failure) => {
      signal.removeEventListener('abort', giveUp);
      resolve(failure === null ? { kind: 'taken' } : { kind: 'failed', failure, stage });
    });
  });
}

/** The octets as a stream, which is first read when the server has asked for them (its 354). */
function contentOf(octets: Buffer, started: () => void): Readable {
  return new Readable({
    read() {
      started();
      this.push(octets);
      this.push(null);
    },
  });
}

function resultOf(end: End, { messageId, answersTo }: ComposedMail, to: string): HandOverResult {
  switch (end.kind) {
    case 'taken':
      return { outcome: 'accepted', providerMessageId: messageId, sender: answersTo };
    case 'failed':
      return resultOfSmtpFailure(end.failure, end.stage, to);
    case 'too-late':
      return resultOfDeadline(end.stage);
  }
}

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fate } from '../faults/dice.ts';
import type { LedgerLine, Outcome } from '../ledger/ledger.ts';
import type { PhoneSuggestion } from '../phones/phone.ts';
import type { Outgoing } from '../webhooks/post.ts';
import type { World } from '../world.ts';
import { INVITATION_ANSWERS, type AcceptedMail, type MailWayBack } from './accepted-mail.ts';
import { fetchPictures } from './fetch-pictures.ts';
import type { ReadMail } from './read-mail.ts';

/** One mail on its way in, as far as the envelope tells. */
export interface MailCall {
  readonly receivedAt: Date;
  /** ENVID (RFC 3461), which is the sender's id of the mail. */
  readonly envelopeId: string | null;
  readonly envelopeFrom: string;
  readonly to: string;
}

/** How the server answers the whole mail: with the id under which it was queued, or not at all. */
export type MailAnswer =
  | { readonly kind: 'taken'; readonly queueId: string }
  | { readonly kind: 'hung-up' }
  | { readonly kind: 'reset' };

const ENDS: Readonly<Record<string, MailAnswer['kind']>> = {
  errorAfterAccept: 'hung-up',
  resetAfterAccept: 'reset',
};

/** Writes the line of a mail that was not taken. */
export function noteRefusal(world: World, call: MailCall, outcome: Outcome): Promise<void> {
  return world.ledger.append({
    ...lineOf(call),
    acceptedAt: null,
    respondedAt: new Date().toISOString(),
    providerId: null,
    reference: call.envelopeId,
    body: null,
    outcome,
  });
}

/**
 * Takes a mail for a phone. Always in this order: shown, early reports, latency, ledger line written, answer. SMTP has no
 * answer that says no although the mail was taken (RFC 5321, section 4.2.1): `errorAfterAccept` hangs up instead.
 */
export async function takeMail(
  world: World,
  wayBack: MailWayBack,
  { call, phone, fate, raw, read }: TakenMail,
): Promise<MailAnswer> {
  const acceptedAt = new Date();
  const queueId = randomUUID().slice(0, 13);
  const mail = acceptedMail(call, phone, raw, read);
  if (!fate.undelivered)
    show(world, wayBack, mail, read, { queueId, acceptedAt, reference: call.envelopeId });
  const reports = reportsUnder(fate, wayBack, mail, acceptedAt);
  if (fate.earlyReceipt) await world.webhooks.sendInOrder(reports);
  await pause(fate.latencyMs, world.closing);
  const kind = ENDS[fate.answer] ?? 'taken';
  await world.ledger.append({
    ...lineOf(call),
    acceptedAt: acceptedAt.toISOString(),
    respondedAt: kind === 'taken' ? new Date().toISOString() : null,
    providerId: queueId,
    reference: call.envelopeId ?? read.messageId,
    body: read.text,
    outcome: kind === 'taken' ? 'accepted' : (fate.answer as Outcome),
  });
  if (!fate.earlyReceipt && reports.length > 0) void world.webhooks.sendInOrder(reports);
  return kind === 'taken' ? { kind, queueId } : { kind };
}

/** All that is known of a mail when it is in. */
export interface TakenMail {
  readonly call: MailCall;
  readonly phone: string;
  readonly fate: Fate;
  readonly raw: Buffer;
  readonly read: ReadMail;
}

type CallLine = Pick<LedgerLine, 'time' | 'protocol' | 'recipient'>;
const lineOf = ({ receivedAt, to }: MailCall): CallLine => ({
  time: receivedAt.toISOString(),
  protocol: 'smtp',
  recipient: to,
});

function acceptedMail(
  { envelopeFrom, to }: MailCall,
  phone: string,
  raw: Buffer,
  read: ReadMail,
): AcceptedMail {
  const { messageId, subject, answersTo, invitation } = read;
  const common = { phone, envelopeFrom, to, messageId, subject, answersTo, raw };
  return invitation === undefined ? common : { ...common, invitation };
}

/** Only what can't be delivered is reported. */
function reportsUnder(fate: Fate, wayBack: MailWayBack, mail: AcceptedMail, at: Date): readonly Outgoing[] {
  if (!fate.undelivered || fate.noReceipt) return [];
  const bounce = wayBack.bounce(mail, at);
  if (bounce === undefined) return [];
  return fate.duplicateReceipt ? [bounce, bounce] : [bounce];
}

const ANSWER_WORDS = { accepted: 'Accept', declined: 'Decline', tentative: 'Maybe' } as const;

interface Shown {
  readonly queueId: string;
  readonly acceptedAt: Date;
  readonly reference: string | null;
}

function show(world: World, wayBack: MailWayBack, mail: AcceptedMail, read: ReadMail, shown: Shown): void {
  const suggestions: readonly PhoneSuggestion[] =
    mail.invitation === undefined
      ? []
      : INVITATION_ANSWERS.map((answer) => ({ text: ANSWER_WORDS[answer], does: 'calendar' }));
  const pictures = read.pictures.filter((url) => world.webhooks.mayReach(url));
  world.phones.receive(mail.phone, {
    channel: 'email',
    provider: 'smtp',
    messageId: shown.reference ?? (mail.messageId || shown.queueId),
    text: read.text,
    from: read.from,
    mail: read.mail,
    ...(suggestions.length === 0 ? {} : { suggestions }),
    receivedAt: shown.acceptedAt.toISOString(),
    reportOpened: () =>
      pictures.length === 0 ? undefined : { protocol: 'smtp', bring: () => fetchPictures(pictures) },
    reportTapped: (index, at) => {
      const answer = INVITATION_ANSWERS[index];
      return answer === undefined ? undefined : wayBack.answerInvitation(mail, answer, at);
    },
    carryReply: wayBack.carryReply(mail),
  });
}

async function pause(latencyMs: number, closing: AbortSignal): Promise<void> {
  if (latencyMs === 0) return;
  await wait(latencyMs, undefined, { signal: closing }).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
  });
}

import { createHmac } from 'node:crypto';
import type { Outgoing } from '../webhooks/post.ts';
import type { AcceptedMail, MailWayBack } from './accepted-mail.ts';
import { answerMail, failureReport, invitationReply } from './compose-back.ts';

/** Where a mail server hands over what comes in for its domain, and what it signs that with. */
export interface MailHandIn {
  /** `…/webhooks/<provider>` of Hermod. */
  readonly url: string;
  /** The account's `inboundSecret`. */
  readonly secret: string;
}

/**
 * Mail on its way back: what a mail server in front of Hermod would pipe into a post, as `docs/email-in.md` shows. The
 * signature covers whom the mail is for, and the mail.
 */
export function openMailWayBack({ url, secret }: MailHandIn): MailWayBack {
  const handIn = (envelopeTo: string, mail: string): Outgoing => ({
    url,
    headers: {
      'content-type': 'message/rfc822',
      'x-envelope-to': envelopeTo,
      'x-envelope-signature': createHmac('sha256', secret).update(`${envelopeTo}\n${mail}`).digest('hex'),
    },
    body: mail,
  });
  return {
    bounce: (mail: AcceptedMail, at) =>
      mail.envelopeFrom === '' ? undefined : handIn(mail.envelopeFrom, failureReport(mail, at)),
    carryReply: (mail) => (text, at) => handIn(mail.answersTo, answerMail(mail, text, at)),
    answerInvitation: (mail, answer, at) => {
      const reply = invitationReply(mail, answer, at);
      return reply === undefined ? undefined : handIn(reply.to, reply.mail);
    },
  };
}

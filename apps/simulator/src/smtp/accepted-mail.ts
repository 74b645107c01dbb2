import type { CarryReply } from '../phones/phone.ts';
import type { Outgoing } from '../webhooks/post.ts';

/** A mail that was taken for the phone of a number. */
export interface AcceptedMail {
  /** `+<digits>`. */
  readonly phone: string;
  /** MAIL FROM: where reports about its delivery go; empty where nobody wants any. */
  readonly envelopeFrom: string;
  /** RCPT TO. */
  readonly to: string;
  /** Without its angle brackets. */
  readonly messageId: string;
  readonly subject: string;
  /** Where an answer goes: Reply-To, else From. */
  readonly answersTo: string;
  /** Its text/calendar part (RFC 5545). */
  readonly invitation?: string;
  /** As it came. */
  readonly raw: Buffer;
}

/** What a person can answer to an invitation, in the order in which the phone offers it. */
export const INVITATION_ANSWERS = ['accepted', 'declined', 'tentative'] as const;
export type InvitationAnswer = (typeof INVITATION_ANSWERS)[number];

/** How mail comes back to its sender: each as the post of a mail, signed as the receiving side asks. */
export interface MailWayBack {
  /** The report that it could not be delivered (RFC 3464); undefined where nobody wants one. */
  bounce(mail: AcceptedMail, at: Date): Outgoing | undefined;
  /** How a person's answer travels. */
  carryReply(mail: AcceptedMail): CarryReply;
  /** The answer of a calendar (METHOD:REPLY, RFC 5546). */
  answerInvitation(mail: AcceptedMail, answer: InvitationAnswer, at: Date): Outgoing | undefined;
}

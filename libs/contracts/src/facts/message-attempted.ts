import { z } from 'zod';
import { Channel, Instant, Purpose, RecipientId } from '../words.ts';
import { Why } from './message-decided.ts';

/** `dead`: it exists no more. `unusable`: it exists, and this channel can't reach it, as a landline no SMS. */
export const ContactPointTrouble = z.enum(['dead', 'unusable']);
export type ContactPointTrouble = z.infer<typeof ContactPointTrouble>;

/** What became of the hand-over of a message as a whole (a push has one attempt for each token). */
export const AttemptOutcome = z.enum(['accepted', 'failed', 'expired', 'withdrawn', 'deferred', 'unknown']);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

/** A hand-over whose reports name only the provider's id: by it receipts finds the message. */
export const HandOverReference = z.object({
  attemptId: z.uuid(),
  provider: z.string(),
  /** What reports of the provider call it by. */
  reference: z.string().min(1).max(256),
});
export type HandOverReference = z.infer<typeof HandOverReference>;

/** Fact 5: how the hand-over of a message ended, or what had already happened when it was withdrawn. */
export const MessageAttempted = z.object({
  messageId: z.uuid(),
  request: z.int().min(0),
  runId: z.uuid().nullable(),
  recipient: RecipientId,
  channel: Channel,
  purpose: Purpose,
  outcome: AttemptOutcome,
  /** In words with a stable code first, such as `PROVIDER_REFUSED: 21610 …`. */
  reason: z.string().optional(),
  /** Why consent had permitted it: routing does not read permitted decisions (ADR 0008). */
  permission: z.object({ why: Why, decidedAt: Instant }).optional(),
  provider: z.string().optional(),
  /** The number, agent or address that it was sent from: answers come back to it. */
  sender: z.string().max(256).optional(),
  /** Says in the headers that there are references. */
  matched: z.literal('reference').optional(),
  /** Only of providers whose reports carry no token of ours. */
  references: z.array(HandOverReference).max(50).optional(),
  /** Says in the headers that there are troubles. */
  troubled: z.literal('contact-point').optional(),
  /** Contact points that the provider called dead, or of no use on this channel. */
  troubles: z
    .array(z.object({ contactPoint: z.uuid(), trouble: ContactPointTrouble, reason: z.string().max(500) }))
    .max(50)
    .optional(),
  /** The contact point that the provider refused because the person has opted out there, such as Twilio's 21610. */
  optedOut: z.uuid().optional(),
  attempts: z.int().min(0),
  /** When the (last) call started; reaction times of unknown messages count from here. */
  calledAt: Instant.optional(),
  /** When the provider's acceptance was recorded; reaction times count from here. */
  acceptedAt: Instant.optional(),
  /** True when this answers a withdrawal: the outcome is what was already so. */
  answersWithdrawal: z.boolean(),
  at: Instant,
});
export type MessageAttempted = z.infer<typeof MessageAttempted>;

import { z } from 'zod';
import { Channel, Instant, Purpose, RecipientId } from '../words.ts';
import { Why } from './message-decided.ts';

/** What became of the hand-over of a message as a whole (a push has one attempt for each token). */
export const AttemptOutcome = z.enum(['accepted', 'failed', 'expired', 'withdrawn', 'deferred', 'unknown']);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

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

import { z } from 'zod';
import { Channel, Instant, JsonObject, Name, Purpose, RecipientId } from '../words.ts';

/** One of the answers that a message asks for. */
export const AskedReply = z.object({
  /** The outcome with which the step is left. */
  id: Name,
  /** What the person reads on a chip, beside a number or on a button; 25 characters at most, as RCS shows no more. */
  text: z.string().min(1).max(25),
  /** Words that mean the same when they are written. */
  words: z.array(z.string().min(1).max(100)).max(20).optional(),
  /** The answer to an invitation in a calendar that means the same (RFC 5546, PARTSTAT). */
  calendar: z.enum(['accepted', 'declined', 'tentative']).optional(),
});
export type AskedReply = z.infer<typeof AskedReply>;

/** What is to be said and why: travels from routing through consent to delivery unchanged. */
export const MessageIntent = z.object({
  runId: z.uuid(),
  journey: Name,
  version: z.int().min(1),
  step: Name,
  visit: z.int().min(1),
  rung: z.int().min(0),
  channel: Channel,
  purpose: Purpose,
  topic: Name.optional(),
  template: Name,
  /** What templates see besides `recipient`: `event`, `start`, `vars`. */
  context: JsonObject,
  /** The answers that it asks for; delivery shows them as the channel can: chips, numbers, links. */
  replies: z.array(AskedReply).min(1).max(10).optional(),
  /** The message is worth nothing after this instant. */
  expiresAt: Instant,
  /** From permission, how long the hand-over to a provider may take, in milliseconds. */
  handOverWithinMs: z.int().min(1),
});
export type MessageIntent = z.infer<typeof MessageIntent>;

/** Fact 2: routing wants this message, on this channel, now. The highest `request` wins. */
export const MessageRequested = z.object({
  messageId: z.uuid(),
  request: z.int().min(0),
  recipient: RecipientId,
  intent: MessageIntent,
});
export type MessageRequested = z.infer<typeof MessageRequested>;

/**
 * The intent of what consent says by itself: the confirmation of a STOP, help, the question of a double opt-in. It belongs to
 * no journey; the fact that carries it has `reply` and no run.
 * @param expiresAt ISO 8601; after it the answer is worth nothing.
 */
export function replyIntent(messageId: string, channel: Channel, expiresAt: string): MessageIntent {
  return {
    runId: messageId,
    journey: 'consent',
    version: 1,
    step: 'reply',
    visit: 1,
    rung: 0,
    channel,
    purpose: 'transactional',
    template: 'reply',
    context: {},
    expiresAt,
    handOverWithinMs: REPLY_WITHIN_MS,
  };
}

/** A confirmation is presumed fine within five minutes (47 CFR 64.1200(a)(12)). */
export const REPLY_WITHIN_MS = 5 * 60_000;

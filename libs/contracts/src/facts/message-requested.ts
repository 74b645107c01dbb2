import { z } from 'zod';
import { Channel, Instant, JsonObject, Name, Purpose, RecipientId } from '../words.ts';

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

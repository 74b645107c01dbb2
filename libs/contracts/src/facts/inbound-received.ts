import { z } from 'zod';
import { Channel, Instant, RecipientId } from '../words.ts';

export const InboundKind = z.enum(['text', 'bounce', 'complaint', 'dead-token', 'unusable']);
export type InboundKind = z.infer<typeof InboundKind>;

/**
 * How `readInbound` understood a text. `confirmation` is a bare YES: it confirms an opt-in that waits for one, and is an
 * answer otherwise. `objection`: it seems to ask for an end somewhere inside the sentence, so marketing stops until a person has
 * read it.
 */
export const InboundMeaning = z.enum(['opt-out', 'opt-in', 'help', 'confirmation', 'objection', 'answer']);
export type InboundMeaning = z.infer<typeof InboundMeaning>;

/** What an inbound names itself: the chip, link or calendar entry of one message, or a mail in its thread. */
export const InboundAnswer = z.object({
  messageId: z.uuid(),
  runId: z.uuid().nullable().optional(),
  /** The id of the reply, where it says which. */
  reply: z.string().max(100).optional(),
  calendar: z.enum(['accepted', 'declined', 'tentative']).optional(),
});
export type InboundAnswer = z.infer<typeof InboundAnswer>;

/**
 * Fact 7: about a contact point. An opt-out is published once for each known holder (keyed by the
 * recipient) and once keyed by the address' HMAC, for whoever holds it later. Every other text has a copy for each holder;
 * where nobody holds the number, one keyed by its HMAC.
 */
export const InboundReceived = z.object({
  kind: InboundKind,
  channel: Channel,
  address: z.string().min(1),
  /** HMAC-SHA256 of the address: stands in for it where the address may not be kept. */
  addressHash: z.string(),
  /** The holder this copy is for; absent on the copy for the address itself. */
  recipient: RecipientId.optional(),
  meaning: InboundMeaning.optional(),
  /** True on exactly one copy of each text: whoever answers the person answers this one. */
  lead: z.boolean().optional(),
  /** True when the provider has answered the person already, such as Twilio with its `OptOutType`. */
  answeredByProvider: z.boolean().optional(),
  /** A text: our number, agent or mailbox that it was sent to. */
  to: z.string().max(256).optional(),
  /** A text: what it answers, where it says so by itself. */
  answer: InboundAnswer.optional(),
  /** A bounce: whether the address exists no more (hard), or only could not take this mail (soft). */
  hard: z.boolean().optional(),
  text: z.string().max(4096).optional(),
  provider: z.string(),
  providerMessageId: z.string().optional(),
  reason: z.string().optional(),
  at: Instant,
});
export type InboundReceived = z.infer<typeof InboundReceived>;

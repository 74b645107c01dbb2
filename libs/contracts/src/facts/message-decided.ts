import { z } from 'zod';
import { Channel, Instant, JsonObject, Purpose, RecipientId } from '../words.ts';
import { MessageIntent } from './message-requested.ts';

/** The reason of a decision: the rule's name, the values it looked at, the ledger entry it rests on. */
export const Why = z.object({ rule: z.string(), values: JsonObject, ledger: z.string().optional() });
export type Why = z.infer<typeof Why>;

/** An address at which a recipient can be reached. `id` is stable for recipient, channel and address. */
export const ContactPoint = z.object({
  id: z.uuid(),
  channel: z.enum(['push', 'sms', 'email']),
  /** Push: the provider that issued the token. */
  provider: z.string().optional(),
  address: z.string().min(1).max(4096),
});
export type ContactPoint = z.infer<typeof ContactPoint>;

/** What delivery needs and nobody else: whom to reach where, and what templates know of them. */
export const Permission = z.object({
  intent: MessageIntent,
  contactPoints: z.array(ContactPoint).min(1),
  attributes: JsonObject,
  locale: z.string().optional(),
  /** What consent says by itself carries its text instead of a template. */
  text: z.string().optional(),
  /** It answers a text of the person, such as a STOP: no opt-out speaks against it. */
  answersText: z.literal(true).optional(),
  /** End of the legal window, or the message's expiry. */
  until: Instant,
});
export type Permission = z.infer<typeof Permission>;

/** Fact 3: consent's answer, always with the why. */
export const MessageDecided = z
  .object({
    messageId: z.uuid(),
    request: z.int().min(0),
    runId: z.uuid().nullable(),
    recipient: RecipientId,
    channel: Channel,
    purpose: Purpose,
    decision: z.enum(['permitted', 'deferred', 'refused']),
    /** Refused: does it concern the channel, or the recipient as a whole? */
    of: z.enum(['channel', 'recipient']).optional(),
    /** Deferred: ask again then. */
    until: Instant.optional(),
    why: Why,
    decidedAt: Instant,
    permission: Permission.optional(),
    /** The ledger entry that consent itself answers; routing ignores such facts. */
    reply: z.string().optional(),
  })
  .refine((fact) => (fact.decision === 'permitted') === (fact.permission !== undefined), {
    path: ['permission'],
    message: 'a permitted message carries its permission, any other none',
  });
export type MessageDecided = z.infer<typeof MessageDecided>;

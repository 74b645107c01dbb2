/** What Google's webhooks bring: `UserMessage`, `UserEvent` and server events of RCS for Business, each in one JSON object. */
import { z } from 'zod';

/** Signed by Google, so a field that is not as documented is left out rather than the whole event: it would come for a week. */
const field = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);
const Word = field(z.string().min(1).max(2_048));

export const RbmEvent = z.object({
  /** Of the person: user messages and user events; server events call it `phoneNumber`. */
  senderPhoneNumber: field(z.string().regex(/^\+[1-9]\d{3,14}$/)),
  agentId: Word,
  /** Of an event about one of our messages: the id that we gave; of a user's message: its own. */
  messageId: Word,
  eventId: Word,
  eventType: Word,
  /** RFC 3339, with up to nine digits of a second. */
  sendTime: Word,
  text: field(z.string()),
  userFile: field(z.object({ payload: field(z.object({ mimeType: Word })) })),
  location: field(z.object({ latitude: z.number(), longitude: z.number() })),
  suggestionResponse: field(z.object({ postbackData: Word, text: field(z.string()), type: Word })),
});
export type RbmEvent = z.infer<typeof RbmEvent>;

/** The body of a webhook as Pub/Sub wraps it. */
export const RbmEnvelope = z.object({ message: z.object({ data: z.string().min(1) }) });

/** What Google asks once, when the webhook is configured. The secret is answered as it came, so it may be no page. */
export const RbmHandshake = z.object({
  clientToken: z.string(),
  secret: z.string().regex(/^[\w.~+/=-]{1,256}$/, 'this is no secret of a handshake'),
});

import { z } from 'zod';
import { Channel, Instant, RecipientId } from '../words.ts';

export const ReceiptKind = z.enum(['delivered', 'undelivered', 'opened', 'read', 'clicked', 'dismissed']);
export type ReceiptKind = z.infer<typeof ReceiptKind>;

/** Fact 6: a report by a provider or device about one message. */
export const ReceiptRecorded = z.object({
  messageId: z.uuid(),
  attemptId: z.uuid().optional(),
  runId: z.uuid().nullable(),
  recipient: RecipientId,
  channel: Channel.optional(),
  kind: ReceiptKind,
  provider: z.string().optional(),
  providerMessageId: z.string().optional(),
  /** Undelivered: the provider's code and words. */
  reason: z.string().optional(),
  /** When it happened, as the reporter says. */
  at: Instant,
  /** When Hermod recorded it. */
  recordedAt: Instant,
});
export type ReceiptRecorded = z.infer<typeof ReceiptRecorded>;

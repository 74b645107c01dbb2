import { z } from 'zod';
import { Channel, Instant, RecipientId } from '../words.ts';

export const ReceiptKind = z.enum(['delivered', 'undelivered', 'opened', 'read', 'clicked', 'dismissed']);
export type ReceiptKind = z.infer<typeof ReceiptKind>;

/**
 * Why a signal says little. `image`: a picture of an email was fetched, which proxies do as well as people. `prefetch`: by a
 * proxy that fetches everything, such as Apple's. `scanner`: by a machine that looks whether links are safe. The first counts
 * where a journey rests on it; the others never do.
 */
export const Weakness = z.enum(['image', 'prefetch', 'scanner']);
export type Weakness = z.infer<typeof Weakness>;

/** Whether a report says something of the person. What a machine did by itself is told, and moves nothing. */
export function isOfPerson(weak: Weakness | undefined): boolean {
  return weak === undefined || weak === 'image';
}

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
  weak: Weakness.optional(),
  /** When it happened, as the reporter says. */
  at: Instant,
  /** When Hermod recorded it. */
  recordedAt: Instant,
});
export type ReceiptRecorded = z.infer<typeof ReceiptRecorded>;

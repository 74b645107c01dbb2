import { z } from 'zod';
import { Instant, RecipientId } from '../words.ts';

/** Why routing no longer wants a message. */
export const WithdrawalReason = z.enum(['reacted', 'unread', 'opted-out', 'ended', 'expired']);
export type WithdrawalReason = z.infer<typeof WithdrawalReason>;

/** Fact 4: no longer wanted. Delivery answers each on `message-attempted`. */
export const MessageWithdrawn = z.object({
  messageId: z.uuid(),
  runId: z.uuid(),
  recipient: RecipientId,
  reason: WithdrawalReason,
  at: Instant,
});
export type MessageWithdrawn = z.infer<typeof MessageWithdrawn>;

import { z } from 'zod';
import { Channel, Instant, Purpose, RecipientId } from '../words.ts';

/** What a consent, a withdrawal or a suppression is about; what is absent means all of it. */
export const ConsentScope = z.object({
  channels: z.array(Channel).min(1),
  purpose: Purpose.optional(),
  topic: z.string().optional(),
  /** Id of the contact point. */
  contactPoint: z.uuid().optional(),
});
export type ConsentScope = z.infer<typeof ConsentScope>;

/** Fact 8: a recipient's permissions changed. `suppressed` and `lifted` concern contact points as such. */
export const ConsentChanged = z.object({
  recipient: RecipientId,
  entry: z.string(),
  state: z.enum(['given', 'withdrawn', 'suppressed', 'lifted']),
  scope: ConsentScope,
  /** When the person said so. */
  at: Instant,
  /** When Hermod recorded it. */
  recordedAt: Instant,
});
export type ConsentChanged = z.infer<typeof ConsentChanged>;

/** True when the scope of a withdrawal covers a message; a withdrawn sms consent covers mms and rcs as well. */
export function covers(
  scope: ConsentScope,
  message: { channel: Channel; purpose: Purpose; topic?: string | undefined },
): boolean {
  const channels: readonly Channel[] = scope.channels.includes('sms')
    ? [...scope.channels, 'mms', 'rcs']
    : scope.channels;
  return (
    channels.includes(message.channel) &&
    (scope.purpose === undefined ||
      scope.purpose === message.purpose ||
      (scope.purpose === 'transactional' && message.purpose === 'critical')) &&
    (scope.topic === undefined || scope.topic === message.topic)
  );
}

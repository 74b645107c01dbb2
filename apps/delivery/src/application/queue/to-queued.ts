import { partitionOf } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { isLaterRung, type Message } from '../../storage/messages.ts';
import type { Queued } from '../../storage/send-queue.ts';
import type { Again } from '../outcomes/fold-attempts.ts';

/** A message that is taken up again, as it waits in the queue. */
export function toQueued(message: Message, again: Again, { now, partitions }: UnitOfWork): Queued {
  return {
    messageId: message.id,
    recipient: message.recipient,
    partition: partitionOf(message.recipient, partitions),
    urgent: message.urgent,
    provider: again.provider,
    handOverBy: message.handOverBy,
    dueAt: dueAt(message, again, now),
    tried: true,
    laterRung: isLaterRung(message),
  };
}

/**
 * The end of the hand-over's time is due as well: somebody has to say that it was not handed over. What is still looked
 * up after it has its own pace.
 */
function dueAt({ handOverBy }: Message, { inMs, atLeastMs }: Again, now: Date): Date {
  const wantedAt = now.getTime() + inMs;
  const isOver = atLeastMs > 0 && handOverBy <= now;
  const endsAt = isOver ? wantedAt : Math.min(wantedAt, handOverBy.getTime());
  return new Date(Math.max(endsAt, now.getTime() + atLeastMs));
}

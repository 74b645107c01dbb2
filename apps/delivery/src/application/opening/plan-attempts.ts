import { attemptId, type ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { mayMoveOn, nextProvider } from './next-provider.ts';
import { lookUpAfterMs, remedyOf } from './remedy-of.ts';

/** What is to be done for one contact point. */
export interface PlannedAttempt {
  readonly attempt: Attempt;
  readonly contactPoint: ContactPoint;
  /** `look-up` asks what became of the attempt before it is called again. */
  readonly act: 'call' | 'look-up';
}

/**
 * The attempts to start for a message now, by what became of the earlier ones. What may have been sent is
 * called again only where the provider takes that as a repeat; safely unsent attempts move to the next provider, and so does
 * what a provider refused because it can't reach the contact point.
 */
export function planAttempts(
  message: Message,
  earlier: readonly Attempt[],
  eligible: (contactPoint: ContactPoint) => readonly Provider[],
  lease: string,
  now: Date,
): PlannedAttempt[] {
  const anyAccepted = earlier.some(({ state }) => state === 'accepted');
  return contactPointsOf(message).flatMap((contactPoint) => {
    const own = earlier.filter((attempt) => attempt.contactPoint === contactPoint.id);
    const last = own.at(-1);
    if (last === undefined || last.state === 'uncalled' || last.state === 'retry' || mayMoveOn(last)) {
      const provider = nextProvider(own, eligible(contactPoint));
      // One token that took the push is enough: others that were throttled are not chased.
      if (provider === undefined || (anyAccepted && last !== undefined && last.state !== 'uncalled'))
        return [];
      // A resend that wasn't sent stays a resend, or there would be another one.
      const resends = last?.resends ?? null;
      const attempt = { ...newAttempt(message, contactPoint, provider.id, own.length, lease), resends };
      return [{ attempt, contactPoint, act: 'call' as const }];
    }
    if (anyAccepted) return [];
    const provider = eligible(contactPoint).find(({ id }) => id === last.provider);
    return provider === undefined ? [] : replan(message, contactPoint, own, last, provider, lease, now);
  });
}

/** Of these the ones that send nothing: what may not be sent any more is still looked up. */
export function lookUpsOf(planned: readonly PlannedAttempt[]): PlannedAttempt[] {
  return planned.filter(({ act }) => act === 'look-up');
}

function replan(
  message: Message,
  contactPoint: ContactPoint,
  own: readonly Attempt[],
  last: Attempt,
  provider: Provider,
  lease: string,
  now: Date,
): PlannedAttempt[] {
  const again = { ...last, lease, state: 'started' as const };
  switch (remedyOf(message, last, provider, now)) {
    case 'repeat':
      return [{ attempt: again, contactPoint, act: 'call' }];
    case 'look-up': {
      // It may be another contact point's turn; an early look-up finds nothing and would send a double.
      const isEarly = now.getTime() - (last.closedAt ?? now).getTime() < lookUpAfterMs(provider);
      return isEarly ? [] : [{ attempt: again, contactPoint, act: 'look-up' }];
    }
    case 'resend': {
      // Both attempts stay linked.
      const resend = newAttempt(message, contactPoint, provider.id, own.length, lease);
      return [{ attempt: { ...resend, resends: last.id }, contactPoint, act: 'call' }];
    }
    case undefined:
      return [];
  }
}

/** Push goes to every usable token, other channels to the first usable contact point. */
export function contactPointsOf({ channel, permission }: Message): readonly ContactPoint[] {
  return channel === 'push' ? permission.contactPoints : permission.contactPoints.slice(0, 1);
}

function newAttempt(
  message: Message,
  contactPoint: ContactPoint,
  provider: string,
  n: number,
  lease: string,
): Attempt {
  return {
    id: attemptId(message.id, contactPoint.id, n),
    messageId: message.id,
    recipient: message.recipient,
    contactPoint: contactPoint.id,
    provider,
    n,
    resends: null,
    state: 'started',
    lease,
    calledAt: null,
    closedAt: null,
    providerMessageId: null,
    reason: null,
    sender: null,
    trouble: null,
  };
}

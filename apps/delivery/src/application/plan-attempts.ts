import { attemptId, type ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import type { Attempt } from '../storage/attempts.ts';
import type { Message } from '../storage/messages.ts';

/** What is to be done for one contact point. */
export interface PlannedAttempt {
  readonly attempt: Attempt;
  readonly contactPoint: ContactPoint;
  /** `look-up` asks what became of the attempt before it is called again. */
  readonly act: 'call' | 'look-up';
}

/**
 * The attempts to start for a message now, by what became of the earlier ones. What may have been sent is
 * called again only where the provider takes that as a repeat; safely unsent attempts move to the next provider.
 */
export function planAttempts(
  message: Message,
  earlier: readonly Attempt[],
  eligible: (contactPoint: ContactPoint) => readonly Provider[],
  lease: string,
): PlannedAttempt[] {
  const anyAccepted = earlier.some(({ state }) => state === 'accepted');
  return contactPointsOf(message).flatMap((contactPoint) => {
    const own = earlier.filter((attempt) => attempt.contactPoint === contactPoint.id);
    const last = own.at(-1);
    if (last === undefined || last.state === 'uncalled' || last.state === 'retry') {
      const providers = eligible(contactPoint);
      const provider = providers[own.length % Math.max(1, providers.length)];
      // One token that took the push is enough: others that were throttled are not chased.
      if (provider === undefined || (anyAccepted && last?.state === 'retry')) return [];
      // A resend that wasn't sent stays a resend, or there would be another one.
      const resends = last?.resends ?? null;
      const attempt = { ...newAttempt(message, contactPoint, provider.id, own.length, lease), resends };
      return [{ attempt, contactPoint, act: 'call' as const }];
    }
    if (last.state !== 'unknown') return [];
    const provider = eligible(contactPoint).find(({ id }) => id === last.provider);
    return provider === undefined ? [] : replan(message, contactPoint, own, last, provider, lease);
  });
}

function replan(
  message: Message,
  contactPoint: ContactPoint,
  own: readonly Attempt[],
  last: Attempt,
  provider: Provider,
  lease: string,
): PlannedAttempt[] {
  switch (provider.class) {
    case 'idempotent':
    case 'repeatable':
      return [{ attempt: { ...last, lease, state: 'started' }, contactPoint, act: 'call' }];
    case 'look-up':
      return [{ attempt: { ...last, lease, state: 'started' }, contactPoint, act: 'look-up' }];
    case 'at-most-once': {
      // One resend, and only of what is critical; both attempts stay linked.
      if (message.purpose !== 'critical' || last.resends !== null) return [];
      const again = newAttempt(message, contactPoint, provider.id, own.length, lease);
      return [{ attempt: { ...again, resends: last.id }, contactPoint, act: 'call' }];
    }
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
  };
}

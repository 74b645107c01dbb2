import { type AttemptOutcome, deriveId, laneOf, type MessageAttempted } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';

export interface Outcome {
  readonly outcome: AttemptOutcome;
  readonly reason?: string | undefined;
  readonly answersWithdrawal: boolean;
  readonly traceparent?: string | undefined;
  /** The contact point that the provider refused because the person has opted out there. */
  readonly optedOut?: string | undefined;
}

/** A provider by its id; undefined for one that is no longer configured. */
export type ProviderOf = (id: string) => Pick<Provider, 'namedBy'> | undefined;

/** Publishes fact 5: how a message's hand-over ended, or what had already happened when it was withdrawn. */
export function publishOutcome(
  unit: UnitOfWork,
  message: Message,
  attempts: readonly Attempt[],
  providerOf: ProviderOf,
  { outcome, reason, answersWithdrawal, traceparent, optedOut }: Outcome,
): void {
  const { id: messageId, request, recipient } = message;
  const fact: MessageAttempted = {
    messageId,
    request,
    runId: message.runId,
    recipient,
    channel: message.channel,
    purpose: message.purpose,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    permission: { why: message.why, decidedAt: message.decidedAt.toISOString() },
    ...callsOf(attempts, unit.now),
    ...(optedOut === undefined ? {} : { optedOut }),
    ...(message.erased ? {} : troublesOf(attempts)),
    ...referencesOf(attempts, providerOf),
    answersWithdrawal,
    at: unit.now.toISOString(),
  };
  unit.publish('messageAttempted', fact, {
    id: deriveId('attempted', messageId, request, outcome, answersWithdrawal ? 'answer' : ''),
    recipient,
    traceparent: traceparent ?? message.traceparent,
    lanes: [laneOf(message.purpose)],
  });
}

/** What the attempts tell: of the accepted one, else of the last that was called. */
function callsOf(
  attempts: readonly Attempt[],
  now: Date,
): Pick<MessageAttempted, 'provider' | 'sender' | 'attempts' | 'calledAt' | 'acceptedAt'> {
  const accepted = attempts.find(({ state }) => state === 'accepted');
  const told = accepted ?? attempts.findLast(({ calledAt }) => calledAt !== null) ?? attempts.at(-1);
  const calledAt = told?.calledAt?.toISOString();
  const sender = told?.sender?.slice(0, MOST_CHARS.sender);
  return {
    attempts: attempts.length,
    ...(told === undefined ? {} : { provider: told.provider }),
    ...(sender === undefined || calledAt === undefined ? {} : { sender }),
    ...(calledAt === undefined ? {} : { calledAt }),
    ...(accepted === undefined ? {} : { acceptedAt: (accepted.closedAt ?? now).toISOString() }),
  };
}

/** As much as the fact takes. */
const MOST_CHARS = { sender: 256, reason: 500, reference: 256 } as const;
const MOST_TOLD = 50;

/** What providers said of contact points; one that another provider may have reached is of use. */
function troublesOf(attempts: readonly Attempt[]): Pick<MessageAttempted, 'troubled' | 'troubles'> {
  const reached = new Set(
    attempts
      .filter(({ state }) => state === 'accepted' || state === 'unknown')
      .map(({ contactPoint }) => contactPoint),
  );
  const troubles = attempts.flatMap(({ contactPoint, trouble, reason }) =>
    trouble === null || reached.has(contactPoint)
      ? []
      : [{ contactPoint, trouble, reason: (reason ?? trouble).slice(0, MOST_CHARS.reason) }],
  );
  return troubles.length === 0 ? {} : { troubled: 'contact-point', troubles: troubles.slice(0, MOST_TOLD) };
}

/** The names by which reports will call what was, or may have been, handed over. */
function referencesOf(
  attempts: readonly Attempt[],
  providerOf: ProviderOf,
): Pick<MessageAttempted, 'matched' | 'references'> {
  const references = attempts.flatMap((attempt) => {
    const reference = referenceOf(attempt, providerOf(attempt.provider));
    return reference === undefined ? [] : [{ attemptId: attempt.id, provider: attempt.provider, reference }];
  });
  return references.length === 0 ? {} : { matched: 'reference', references: references.slice(0, MOST_TOLD) };
}

/** How reports call an attempt whose provider knows no token of ours. */
function referenceOf(attempt: Attempt, provider: ReturnType<ProviderOf>): string | undefined {
  if (attempt.calledAt === null) return undefined;
  if (provider?.namedBy === 'attempt') return attempt.id;
  const named = provider?.namedBy === 'provider-id' ? attempt.providerMessageId : null;
  // One that is longer than the fact takes can't be matched, and must not keep the outcome from being told.
  return named === null || named === '' || named.length > MOST_CHARS.reference ? undefined : named;
}

import { type AttemptOutcome, deriveId, laneOf, type MessageAttempted } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import type { Attempt } from '../storage/attempts.ts';
import type { Message } from '../storage/messages.ts';

export interface Outcome {
  readonly outcome: AttemptOutcome;
  readonly reason?: string | undefined;
  readonly answersWithdrawal: boolean;
  readonly traceparent?: string | undefined;
  /** What providers said of contact points. */
  readonly troubles?: MessageAttempted['troubles'];
  /** How reports call an attempt, where its provider knows no token of ours. */
  readonly referenceOf?: (attempt: Attempt) => string | undefined;
  /** The contact point that the provider refused because the person has opted out there. */
  readonly optedOut?: string | undefined;
}

/** Publishes fact 5: how a message's hand-over ended, or what had already happened when it was withdrawn. */
export function publishOutcome(
  unit: UnitOfWork,
  message: Message,
  attempts: readonly Attempt[],
  { outcome, reason, answersWithdrawal, traceparent, optedOut, troubles, referenceOf }: Outcome,
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
    ...(troubles === undefined || troubles.length === 0 ? {} : { troubles }),
    ...referencesOf(attempts, referenceOf),
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
): Pick<MessageAttempted, 'provider' | 'attempts' | 'calledAt' | 'acceptedAt'> {
  const accepted = attempts.find(({ state }) => state === 'accepted');
  const told = accepted ?? attempts.findLast(({ calledAt }) => calledAt !== null) ?? attempts.at(-1);
  const calledAt = told?.calledAt?.toISOString();
  return {
    attempts: attempts.length,
    ...(told === undefined ? {} : { provider: told.provider }),
    ...(calledAt === undefined ? {} : { calledAt }),
    ...(accepted === undefined ? {} : { acceptedAt: (accepted.closedAt ?? now).toISOString() }),
  };
}

/** The names by which reports will call what was, or may have been, handed over. */
function referencesOf(
  attempts: readonly Attempt[],
  referenceOf: Outcome['referenceOf'],
): Pick<MessageAttempted, 'matched' | 'references'> {
  const references = attempts.flatMap((attempt) => {
    const reference = attempt.calledAt === null ? undefined : referenceOf?.(attempt);
    return reference === undefined ? [] : [{ attemptId: attempt.id, provider: attempt.provider, reference }];
  });
  return references.length === 0 ? {} : { matched: 'reference', references };
}

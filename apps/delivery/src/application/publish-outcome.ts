import { type AttemptOutcome, deriveId, laneOf } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import type { Attempt } from '../storage/attempts.ts';
import type { Message } from '../storage/messages.ts';

export interface Outcome {
  readonly outcome: AttemptOutcome;
  readonly reason?: string | undefined;
  readonly answersWithdrawal: boolean;
  readonly traceparent?: string | undefined;
}

/** Publishes fact 5: how a message's hand-over ended, or what had already happened when it was withdrawn. */
export function publishOutcome(
  unit: UnitOfWork,
  message: Message,
  attempts: readonly Attempt[],
  outcome: Outcome,
): void {
  const { id: messageId, request, runId, recipient, channel, purpose, why, decidedAt } = message;
  const accepted = attempts.find(({ state }) => state === 'accepted');
  const told = accepted ?? attempts.findLast(({ calledAt }) => calledAt !== null) ?? attempts.at(-1);
  const calledAt = told?.calledAt?.toISOString();
  unit.publish(
    'messageAttempted',
    {
      messageId,
      request,
      runId,
      recipient,
      channel,
      purpose,
      outcome: outcome.outcome,
      ...(outcome.reason === undefined ? {} : { reason: outcome.reason }),
      permission: { why, decidedAt: decidedAt.toISOString() },
      ...(told === undefined ? {} : { provider: told.provider }),
      attempts: attempts.length,
      ...(calledAt === undefined ? {} : { calledAt }),
      ...(accepted === undefined ? {} : { acceptedAt: (accepted.closedAt ?? unit.now).toISOString() }),
      answersWithdrawal: outcome.answersWithdrawal,
      at: unit.now.toISOString(),
    },
    {
      id: deriveId(
        'attempted',
        messageId,
        request,
        outcome.outcome,
        outcome.answersWithdrawal ? 'answer' : '',
      ),
      recipient,
      traceparent: outcome.traceparent ?? message.traceparent,
      lanes: [laneOf(purpose)],
    },
  );
}

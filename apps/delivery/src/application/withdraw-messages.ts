import { Injectable } from '@nestjs/common';
import type { MessageWithdrawn } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { type Attempt, loadAttempts } from '../storage/attempts.ts';
import { changeMessages, loadMessages, type Message, type MessageChange } from '../storage/messages.ts';
import { dequeue } from '../storage/send-queue.ts';
import { markWithdrawn } from '../storage/withdrawals.ts';
import { publishOutcome } from './publish-outcome.ts';

/**
 * Takes back what is not handed over yet, and answers each withdrawal: withdrawn, or what had already happened.
 * A message whose call is under way is answered when the call ends; one that isn't known yet leaves a mark.
 */
@Injectable()
export class WithdrawMessages {
  async execute(facts: readonly Received<MessageWithdrawn>[], unit: UnitOfWork): Promise<void> {
    const ids = facts.map(({ data }) => data.messageId);
    const messages = await loadMessages(unit.sql, ids);
    const unheardOf = facts.map(({ data }) => data).filter(({ messageId }) => !messages.has(messageId));
    await markWithdrawn(unit.sql, unheardOf, unit.now);
    const open = [...messages.values()].filter(({ status }) => status === 'open');
    const taken = await dequeue(
      unit.sql,
      open.map(({ id }) => id),
    );
    const dequeued = new Map(taken.map(({ messageId, tried }) => [messageId, tried]));
    const tried = [...messages.keys()].filter((id) => dequeued.get(id) !== false);
    const attempts = Map.groupBy(await loadAttempts(unit.sql, tried), ({ messageId }) => messageId);
    const changes: MessageChange[] = [];
    for (const { data, traceparent } of facts) {
      const message = messages.get(data.messageId);
      if (message === undefined) continue;
      const own = attempts.get(message.id) ?? [];
      const change = changeOf(message, own, dequeued.has(message.id));
      if (change !== undefined) changes.push(change);
      const outcome = change?.status ?? message.status;
      if (outcome === 'open') continue;
      const reason = change?.reason ?? message.reason;
      publishOutcome(unit, message, own, { outcome, reason, answersWithdrawal: true, traceparent });
    }
    await changeMessages(unit.sql, changes);
  }
}

function changeOf(
  message: Message,
  attempts: readonly Attempt[],
  wasQueued: boolean,
): MessageChange | undefined {
  const { id, status } = message;
  if (wasQueued) {
    const maybeSent = attempts.some(({ state }) => state === 'unknown');
    const outcome = maybeSent ? 'unknown' : 'withdrawn';
    return {
      id,
      status: outcome,
      reason: maybeSent ? message.reason : 'WITHDRAWN: before it was handed over',
      withdrawn: true,
    };
  }
  if (status === 'open') return { id, status, reason: message.reason, withdrawn: true };
  // Given back unsent: nobody will ask for it again.
  if (status === 'deferred')
    return { id, status: 'withdrawn', reason: 'WITHDRAWN: before it was asked for again', withdrawn: true };
  return undefined;
}

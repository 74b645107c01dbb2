import { Inject, Injectable } from '@nestjs/common';
import type { MessageWithdrawn } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import type { Provider } from '@hermod/providers';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { type Attempt, loadAttempts } from '../../storage/attempts.ts';
import { changeMessages, loadMessages, type Message, type MessageChange } from '../../storage/messages.ts';
import { dequeue, enqueue, type Queued } from '../../storage/send-queue.ts';
import { markWithdrawn } from '../../storage/withdrawals.ts';
import { type Folded, foldAttempts } from '../outcomes/fold-attempts.ts';
import { publishOutcome } from '../outcomes/publish-outcome.ts';
import { TakeBackMessages } from './take-back-messages.ts';
import { toQueued } from '../queue/to-queued.ts';
import { reasonToTell } from '../outcomes/unknown-in-words.ts';

/**
 * Takes back what is not handed over yet, and answers each withdrawal: withdrawn, or what had already happened.
 * A message whose call is under way, or that can still be looked up, is answered when that has ended; one that isn't
 * known yet leaves a mark. What was accepted is told so at once; then its provider is asked to take it back, where it can.
 */
@Injectable()
export class WithdrawMessages {
  readonly #takeBack: TakeBackMessages;
  readonly #providerOf: (id: string) => Provider | undefined;

  constructor(
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(TakeBackMessages) takeBack: TakeBackMessages,
  ) {
    this.#takeBack = takeBack;
    this.#providerOf = (id) => pools.find(id);
  }

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
    const again: Queued[] = [];
    const unwanted: [Message, readonly Attempt[]][] = [];
    for (const { data, traceparent } of facts) {
      const message = messages.get(data.messageId);
      if (message === undefined) continue;
      const own = attempts.get(message.id) ?? [];
      const folded = dequeued.has(message.id) ? this.#foldTakenBack(message, own, unit) : undefined;
      if (folded?.kind === 'again') again.push(toQueued(message, folded, unit));
      const change = this.#changeOf(message, own, folded, unit);
      if (change !== undefined) changes.push(change);
      const outcome = change?.status ?? message.status;
      if (outcome === 'open') continue;
      const reason = change?.reason ?? message.reason;
      const told = { outcome, reason, answersWithdrawal: true, traceparent };
      publishOutcome(unit, message, own, this.#providerOf, told);
      unwanted.push([message, own]);
    }
    await this.#takeBack.execute(unwanted, unit);
    await enqueue(unit.sql, again);
    await changeMessages(unit.sql, changes);
  }

  /** What a message comes to that is not sent any more. */
  #foldTakenBack(message: Message, attempts: readonly Attempt[], { now }: UnitOfWork): Folded {
    if (attempts.length === 0) return { kind: 'ended', outcome: 'withdrawn' };
    const withdrawn = { ...message, withdrawn: true };
    return foldAttempts(withdrawn, attempts, this.#providerOf, new Map(), now);
  }

  #changeOf(
    message: Message,
    attempts: readonly Attempt[],
    folded: Folded | undefined,
    { now }: UnitOfWork,
  ): MessageChange | undefined {
    const { id, status } = message;
    if (folded?.kind === 'ended') {
      const { outcome } = folded;
      const why = outcome === 'withdrawn' ? 'WITHDRAWN: before it was handed over' : folded.reason;
      const told = { ...message, withdrawn: true, reason: why };
      const reason = reasonToTell(outcome, told, attempts, this.#providerOf, now);
      return { id, status: outcome, reason, withdrawn: true };
    }
    if (status === 'open') return { id, status, reason: message.reason, withdrawn: true };
    // Given back unsent: nobody will ask for it again.
    if (status === 'deferred')
      return { id, status: 'withdrawn', reason: 'WITHDRAWN: before it was asked for again', withdrawn: true };
    return undefined;
  }
}

import { type Erasure, erasuresOf, type RecipientChanged } from '@hermod/contracts';
import { markErased, type Received, type UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { type Attempt, loadAttempts } from '../../storage/attempts.ts';
import { emptyMessages, emptyOptOuts, findMessagesToErase } from '../../storage/erase-messages.ts';
import { loadMessages, type Message, type MessageStatus } from '../../storage/messages.ts';
import { dequeue } from '../../storage/send-queue.ts';
import { certainOutcomeOf } from '../outcomes/fold-attempts.ts';
import { publishOutcome } from '../outcomes/publish-outcome.ts';
import { ERASED_REASON, withoutPerson } from './without-person.ts';

/** Messages that are emptied by one statement. */
const AT_ONCE = 500;

/**
 * Forgets who was erased: nothing more is sent of what was permitted before, and of what was sent only the bare account
 * is left.
 */
@Injectable()
export class EraseRecipients {
  readonly #pools: ProviderPools;
  constructor(@Inject(ProviderPools) pools: ProviderPools) {
    this.#pools = pools;
  }

  async execute(facts: readonly Received<RecipientChanged>[], unit: UnitOfWork): Promise<void> {
    const erasures = await markErased(unit.sql, erasuresOf(facts.map(({ data }) => data)), unit.now);
    if (erasures.length === 0) return;
    await emptyOptOuts(unit.sql, erasures);
    for (const erasure of erasures) while ((await this.#eraseSome(erasure, unit)) === AT_ONCE);
  }

  /** Returns how many were emptied. */
  async #eraseSome(erasure: Erasure, unit: UnitOfWork): Promise<number> {
    const ids = await findMessagesToErase(unit.sql, erasure, AT_ONCE);
    if (ids.length === 0) return 0;
    await dequeue(unit.sql, ids);
    const messages = await loadMessages(unit.sql, ids);
    const attempts = Map.groupBy(await loadAttempts(unit.sql, ids), ({ messageId }) => messageId);
    const emptied = [...messages.values()].map((message) => {
      const own = attempts.get(message.id) ?? [];
      const status = statusOf(message, own);
      if (status === message.status) return withoutPerson(message);
      const ended = { ...withoutPerson(message), status, reason: ERASED_REASON };
      const { withdrawn: answersWithdrawal } = message;
      if (message.status === 'open' && status !== 'open')
        publishOutcome(unit, ended, own, (id) => this.#pools.find(id), {
          outcome: status,
          reason: ERASED_REASON,
          answersWithdrawal,
        });
      return ended;
    });
    await emptyMessages(unit.sql, emptied);
    return ids.length;
  }
}

/** A call that is under way can't be called back; what it brings is told when it has ended. */
function statusOf({ status }: Message, attempts: readonly Attempt[]): MessageStatus {
  if (status === 'deferred') return 'withdrawn';
  if (status !== 'open' || attempts.some(({ state }) => state === 'started')) return status;
  return certainOutcomeOf(attempts) ?? 'withdrawn';
}

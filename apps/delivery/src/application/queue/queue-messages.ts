import { Inject, Injectable } from '@nestjs/common';
import type { Sender } from '@hermod/channels';
import { laneOf, type MessageDecided, partitionOf } from '@hermod/contracts';
import { loadErased, type Received, type UnitOfWork } from '@hermod/messaging';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { addMessages, isLaterRung, type Message } from '../../storage/messages.ts';
import { enqueue, type Queued } from '../../storage/send-queue.ts';
import { findWithdrawn } from '../../storage/withdrawals.ts';
import { countryOf } from '../../outbound/country-of.ts';
import { routesOf } from '../opening/choose-route.ts';
import { KnownSenders } from '../senders/known-senders.ts';
import { contactPointsOf } from '../opening/plan-attempts.ts';
import { publishOutcome } from '../outcomes/publish-outcome.ts';
import { SendingBell } from '../../outbound/sending-bell.ts';
import { ERASED_REASON, withoutPerson } from '../people/without-person.ts';

/**
 * Intake: permitted messages become rows of the queue. What was withdrawn before it came is answered at once, and so is
 * what was permitted before its recipient was erased.
 */
@Injectable()
export class QueueMessages {
  readonly #pools: ProviderPools;
  readonly #bell: SendingBell;
  readonly #senders: KnownSenders;

  constructor(
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(SendingBell) bell: SendingBell,
    @Inject(KnownSenders) senders: KnownSenders,
  ) {
    this.#pools = pools;
    this.#bell = bell;
    this.#senders = senders;
  }

  async execute(facts: readonly Received<MessageDecided>[], unit: UnitOfWork): Promise<void> {
    const newest = [
      ...new Map(
        [...facts].sort((a, b) => a.data.request - b.data.request).map((fact) => [fact.data.messageId, fact]),
      ).values(),
    ];
    const withdrawn = await findWithdrawn(
      unit.sql,
      newest.map(({ data }) => data.messageId),
    );
    const erased = await loadErased(
      unit.sql,
      newest.map(({ data }) => data.recipient),
    );
    const senders = this.#senders.current;
    const messages = newest.map((fact) => forgotten(this.#toMessage(fact, withdrawn, senders), erased));
    const taken = await addMessages(unit.sql, messages, unit.now);
    const fresh = messages.filter(({ id }) => taken.has(id));
    await enqueue(
      unit.sql,
      fresh
        .filter(({ status }) => status === 'open')
        .map((message) => this.#toQueued(message, senders, unit)),
    );
    for (const message of fresh) {
      const { status, reason, withdrawn: answersWithdrawal } = message;
      if (status !== 'withdrawn' && status !== 'failed') continue;
      const told = {
        outcome: status,
        reason,
        answersWithdrawal: status === 'withdrawn' && answersWithdrawal,
      };
      publishOutcome(unit, message, [], (id) => this.#pools.find(id), told);
    }
    for (const lane of new Set(fresh.map(({ purpose }) => laneOf(purpose))))
      unit.afterCommit(() => this.#bell.ring(lane));
  }

  #toMessage(
    { data, traceparent }: Received<MessageDecided>,
    withdrawn: ReadonlySet<string>,
    senders: readonly Sender[],
  ): Message {
    const permission = data.permission!;
    const decidedAt = new Date(data.decidedAt);
    const isWithdrawn = withdrawn.has(data.messageId);
    const message: Message = {
      id: data.messageId,
      recipient: data.recipient,
      urgent: laneOf(data.purpose) === 'urgent',
      runId: data.runId,
      channel: data.channel,
      purpose: data.purpose,
      traceparent,
      permission,
      why: data.why,
      decidedAt,
      handOverBy: new Date(decidedAt.getTime() + permission.intent.handOverWithinMs),
      request: data.request,
      status: isWithdrawn ? 'withdrawn' : 'open',
      reason: isWithdrawn ? 'WITHDRAWN: before it could be handed over' : undefined,
      withdrawn: isWithdrawn,
      erased: false,
    };
    if (isWithdrawn || this.#providerFor(message, senders) !== undefined) return message;
    return { ...message, status: 'failed', reason: noProviderFor(message) };
  }

  #toQueued(message: Message, senders: readonly Sender[], unit: UnitOfWork): Queued {
    return {
      messageId: message.id,
      recipient: message.recipient,
      partition: partitionOf(message.recipient, unit.partitions),
      urgent: message.urgent,
      provider: this.#providerFor(message, senders)!,
      handOverBy: message.handOverBy,
      dueAt: unit.now,
      tried: message.request > 0,
      laterRung: isLaterRung(message),
    };
  }

  /** The provider whose window the message waits for. */
  #providerFor(message: Message, senders: readonly Sender[]): string | undefined {
    const pool = this.#pools.of(laneOf(message.purpose));
    const points = contactPointsOf(message);
    return points.flatMap((point) => routesOf(pool, senders, message, point))[0]?.id;
  }
}

/** Says where nobody serves a channel: delivery never changes it, so the next rung of an escalation goes on. */
function noProviderFor(message: Message): string {
  const [point] = contactPointsOf(message);
  const country = point === undefined ? undefined : countryOf(point);
  return `NO_PROVIDER: no provider serves ${message.channel} ${country === undefined ? 'here' : `in ${country}`}`;
}

/** What was permitted before its recipient was erased is kept as the erasure would have left it. */
function forgotten(message: Message, erased: ReadonlyMap<string, Date>): Message {
  const erasedAt = erased.get(message.recipient);
  if (erasedAt === undefined || message.decidedAt > erasedAt) return message;
  const isOver = message.status !== 'open';
  return {
    ...withoutPerson(message),
    status: isOver ? message.status : 'withdrawn',
    reason: isOver ? message.reason : ERASED_REASON,
  };
}

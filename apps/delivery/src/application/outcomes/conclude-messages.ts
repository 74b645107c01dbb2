import { Inject, Injectable } from '@nestjs/common';
import type { UnitOfWork } from '@hermod/messaging';
import type { Provider } from '@hermod/providers';
import { laneOf } from '@hermod/contracts';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { type Attempt, closeAttempts, closedAs, type Closing, loadAttempts } from '../../storage/attempts.ts';
import {
  changeMessages,
  loadMessages,
  type Message,
  type MessageChange,
  type MessageState,
} from '../../storage/messages.ts';
import { dequeue, enqueue, type Queued } from '../../storage/send-queue.ts';
import { type Folded, foldAttempts } from './fold-attempts.ts';
import { mayMoveOn, nextProvider } from '../opening/next-provider.ts';
import { contactPointsOf } from '../opening/plan-attempts.ts';
import { publishOutcome } from './publish-outcome.ts';
import { TakeBackMessages } from '../withdrawals/take-back-messages.ts';
import { toQueued } from '../queue/to-queued.ts';
import { reasonToTell } from './unknown-in-words.ts';
import { codeOf, withoutPerson } from '../people/without-person.ts';

/** How a call ended, and the span in which it was made. */
export interface ClosedCall {
  readonly messageId: string;
  /** The message as it was when its call began, where that is still at hand. */
  readonly message?: Message | undefined;
  /** The attempt as it was started, where the message has no other. */
  readonly sole?: Attempt | undefined;
  readonly closing: Closing;
  /** What a throttling provider asked for. */
  readonly askedToWaitMs?: number | undefined;
  readonly traceparent?: string | undefined;
  /** The contact point that the provider refused because the person has opted out there. */
  readonly optedOut?: string | undefined;
}

/** Closes attempts and draws the conclusion for their messages: taken up again, or ended and told. */
@Injectable()
export class ConcludeMessages {
  readonly #pools: ProviderPools;
  readonly #takeBack: TakeBackMessages;
  readonly #providerOf = (id: string): Provider | undefined => this.#pools.find(id);

  constructor(
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(TakeBackMessages) takeBack: TakeBackMessages,
  ) {
    this.#pools = pools;
    this.#takeBack = takeBack;
  }

  async execute(calls: readonly ClosedCall[], unit: UnitOfWork): Promise<void> {
    const closings = calls.map(({ closing }) => closing);
    const closed = await closeAttempts(unit.sql, closings, unit.now);
    const relevant = calls.filter(({ closing }) => closed.has(closing.id));
    const messages = await messagesOf(relevant, closed, unit);
    const attempts = await attemptsOf(relevant, unit);
    const waits = waitsOf(relevant);
    const told = new Map(
      relevant.map(({ messageId, traceparent, optedOut }) => [messageId, { traceparent, optedOut }]),
    );
    const again: Queued[] = [];
    const changes: MessageChange[] = [];
    const unwanted: [Message, readonly Attempt[]][] = [];
    for (const message of messages.values()) {
      const own = attempts.get(message.id) ?? [];
      const folded = foldAttempts(message, own, this.#providerOf, waits, unit.now, (attempt) =>
        this.#movesTo(message, attempt, own),
      );
      if (folded.kind === 'again') again.push(toQueued(message, folded, unit));
      if (folded.kind !== 'ended' || message.status === folded.outcome) continue;
      changes.push(this.#end(message, own, folded, told.get(message.id) ?? {}, unit));
      if (message.withdrawn) unwanted.push([message, own]);
    }
    await this.#takeBack.execute(unwanted, unit);
    await enqueue(unit.sql, again);
    // A receipt may have settled what was waiting to be sent once more.
    const byReceipt = closings.some(({ lease }) => lease === undefined);
    const settled = byReceipt ? changes.map(({ id }) => id) : [];
    await dequeue(unit.sql, settled);
    await changeMessages(unit.sql, changes);
  }

  /** Tells how the hand-over of a message ended. */
  #end(
    message: Message,
    attempts: readonly Attempt[],
    { outcome, reason: cause }: Extract<Folded, { kind: 'ended' }>,
    told: Pick<ClosedCall, 'traceparent' | 'optedOut'>,
    unit: UnitOfWork,
  ): MessageChange {
    const { id, withdrawn, erased } = message;
    const standing = { ...message, reason: cause };
    const inWords = reasonToTell(outcome, standing, attempts, this.#providerOf, unit.now);
    const reason = erased ? codeOf(inWords) : inWords;
    const ended = { outcome, reason, answersWithdrawal: withdrawn, ...told };
    publishOutcome(unit, message, attempts, this.#providerOf, ended);
    return { id, status: outcome, reason, withdrawn };
  }

  /** The provider that is tried next for a contact point that an attempt's couldn't reach. */
  #movesTo(message: Message, attempt: Attempt, all: readonly Attempt[]): Provider | undefined {
    if (!mayMoveOn(attempt)) return undefined;
    const point = contactPointsOf(message).find(({ id }) => id === attempt.contactPoint);
    if (point === undefined) return undefined;
    const own = all.filter(({ contactPoint }) => contactPoint === point.id);
    return nextProvider(own, this.#pools.of(laneOf(message.purpose)).eligible(message.channel, point));
  }
}

/** What is at hand is not read again: a message's permission is the bulk of it, and never changes. */
async function messagesOf(
  calls: readonly ClosedCall[],
  states: ReadonlyMap<string, MessageState>,
  { sql }: UnitOfWork,
): Promise<Map<string, Message>> {
  const missing = calls.filter(({ message }) => message === undefined).map(({ messageId }) => messageId);
  const messages = await loadMessages(sql, [...new Set(missing)]);
  for (const { message, closing } of calls) {
    if (message === undefined) continue;
    const standing = { ...message, ...states.get(closing.id) };
    messages.set(message.id, standing.erased ? withoutPerson(standing) : standing);
  }
  return messages;
}

/** All attempts of the messages, by message; most have one, and how that ended has just been told. */
async function attemptsOf(
  calls: readonly ClosedCall[],
  { sql, now }: UnitOfWork,
): Promise<Map<string, Attempt[]>> {
  const others = calls.filter(({ sole }) => sole === undefined).map(({ messageId }) => messageId);
  const attempts = Map.groupBy(await loadAttempts(sql, [...new Set(others)]), ({ messageId }) => messageId);
  for (const { messageId, sole, closing } of calls)
    if (sole !== undefined) attempts.set(messageId, [closedAs(sole, closing, now)]);
  return attempts;
}

function waitsOf(calls: readonly ClosedCall[]): Map<string, number> {
  return new Map(
    calls.flatMap(({ closing, askedToWaitMs }) =>
      askedToWaitMs === undefined ? [] : [[closing.id, askedToWaitMs]],
    ),
  );
}

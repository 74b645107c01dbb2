import { decide, type Decision, type DecisionFacts, type DecisionRequest } from '@hermod/consent-policy';
import { deriveId, laneOf, type MessageRequested } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentUses } from '../../storage/consent-uses.ts';
import { CountedMessages } from '../../storage/counted-messages.ts';
import { DecisionFactsStore, type KnownRecipient } from '../../storage/decision-facts.ts';
import { Decisions, type MessageMarks } from '../../storage/decisions.ts';
import { Consequences } from './consequences.ts';
import { toDecidedFact } from './to-decided-fact.ts';

const decisions = counterOf(METRICS.decisions);

/** Decides all messages of a unit of work: a handful of statements, however many there are. */
@Injectable()
export class DecideMessages {
  readonly #facts: DecisionFactsStore;
  readonly #decisions: Decisions;
  readonly #counted: CountedMessages;
  readonly #uses: ConsentUses;

  constructor(
    @Inject(DecisionFactsStore) facts: DecisionFactsStore,
    @Inject(Decisions) decisions: Decisions,
    @Inject(CountedMessages) counted: CountedMessages,
    @Inject(ConsentUses) uses: ConsentUses,
  ) {
    this.#facts = facts;
    this.#decisions = decisions;
    this.#counted = counted;
    this.#uses = uses;
  }

  /** Of several requests for a message the highest wins; one that is no higher than what was decided is dropped. */
  async execute(requests: readonly Received<MessageRequested>[], unit: UnitOfWork): Promise<void> {
    const highest = highestOfEach(requests);
    const marks = await this.#decisions.marks(
      unit.sql,
      highest.map(({ data }) => data.messageId),
    );
    const open = highest.filter(({ data }) => data.request > (marks.get(data.messageId)?.request ?? -1));
    if (open.length === 0) return;
    const recipients = await this.#facts.load(
      unit.sql,
      open.map(({ data }) => data.recipient),
    );
    const consequences = new Consequences();
    for (const received of open) decideOne(received, recipients, marks, consequences, unit);
    await this.#decisions.record(unit.sql, consequences.decisions, unit.now);
    await this.#counted.count(unit.sql, consequences.counted, unit.now);
    await this.#uses.note(unit.sql, consequences.uses, unit.now);
  }
}

function highestOfEach(requests: readonly Received<MessageRequested>[]): Received<MessageRequested>[] {
  const highest = new Map<string, Received<MessageRequested>>();
  for (const received of requests) {
    const known = highest.get(received.data.messageId);
    if (known === undefined || received.data.request > known.data.request)
      highest.set(received.data.messageId, received);
  }
  return [...highest.values()];
}

function decideOne(
  { data, traceparent }: Received<MessageRequested>,
  recipients: ReadonlyMap<string, KnownRecipient>,
  marks: ReadonlyMap<string, MessageMarks>,
  consequences: Consequences,
  unit: UnitOfWork,
): void {
  const recipient = recipients.get(data.recipient)!;
  const request = requestOf(data);
  const facts: DecisionFacts = {
    ...recipient.facts,
    isWithdrawn: marks.get(data.messageId)?.isWithdrawn ?? false,
    // What this unit has permitted just now counts already.
    counted: consequences.countedOf(data, recipient),
  };
  const decision = decide(request, facts, unit.now);
  consequences.add(data, request, facts, decision, unit.now);
  publish(data, recipient, decision, traceparent, unit);
}

function requestOf({ messageId, intent }: MessageRequested): DecisionRequest {
  const { channel, purpose, topic, expiresAt } = intent;
  return { channel, purpose, topic, expiresAt: new Date(expiresAt), share: shareOf(messageId) };
}

const SHARE_DIGITS = 8;

/** A message has the same place in every spread; ids are derived by a hash, so places are even. */
function shareOf(messageId: string): number {
  return Number.parseInt(messageId.slice(0, SHARE_DIGITS), 16) / 16 ** SHARE_DIGITS;
}

function publish(
  data: MessageRequested,
  recipient: KnownRecipient,
  decision: Decision,
  traceparent: string | undefined,
  unit: UnitOfWork,
): void {
  const { channel, purpose } = data.intent;
  unit.publish('messageDecided', toDecidedFact(data, recipient, decision, unit.now), {
    id: deriveId('decided', data.messageId, data.request),
    recipient: data.recipient,
    traceparent,
    lanes: [laneOf(purpose)],
  });
  unit.afterCommit(() => decisions.inc({ decision: decision.decision, channel, purpose }));
}

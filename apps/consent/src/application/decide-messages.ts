import { decide, type Decision } from '@hermod/consent-policy';
import {
  deriveId,
  laneOf,
  type MessageDecided,
  type MessageRequested,
  type Permission,
} from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { DecisionFactsStore, type KnownRecipient } from '../storage/decision-facts.ts';
import { Decisions, type DecisionRecord } from '../storage/decisions.ts';

const decisions = counterOf(METRICS.decisions);

/** Decides all messages of a unit of work: three statements, however many there are. */
@Injectable()
export class DecideMessages {
  readonly #facts: DecisionFactsStore;
  readonly #decisions: Decisions;

  constructor(
    @Inject(DecisionFactsStore) facts: DecisionFactsStore,
    @Inject(Decisions) decisions: Decisions,
  ) {
    this.#facts = facts;
    this.#decisions = decisions;
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
    const records: DecisionRecord[] = [];
    for (const { data, traceparent } of open) {
      const recipient = recipients.get(data.recipient)!;
      const isWithdrawn = marks.get(data.messageId)?.isWithdrawn ?? false;
      const { intent } = data;
      const request = { ...intent, expiresAt: new Date(intent.expiresAt) };
      const decision = decide(request, { ...recipient.facts, isWithdrawn }, unit.now);
      unit.publish('messageDecided', toFact(data, recipient, decision, unit.now), {
        id: deriveId('decided', data.messageId, data.request),
        recipient: data.recipient,
        traceparent,
        lanes: [laneOf(intent.purpose)],
      });
      const { channel, purpose } = intent;
      unit.afterCommit(() => decisions.inc({ decision: decision.decision, channel, purpose }));
      records.push(toRecord(data, decision));
    }
    await this.#decisions.record(unit.sql, records, unit.now);
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

function toFact(
  { messageId, request, recipient, intent }: MessageRequested,
  known: KnownRecipient,
  decision: Decision,
  now: Date,
): MessageDecided {
  const about = {
    messageId,
    request,
    runId: intent.runId,
    recipient,
    channel: intent.channel,
    purpose: intent.purpose,
    why: decision.why,
    decidedAt: now.toISOString(),
  };
  switch (decision.decision) {
    case 'permitted':
      return { ...about, decision: 'permitted', permission: toPermission(intent, known, decision) };
    case 'deferred':
      return { ...about, decision: 'deferred', until: decision.until.toISOString() };
    case 'refused':
      return { ...about, decision: 'refused', of: decision.of };
  }
}

function toPermission(
  intent: MessageRequested['intent'],
  { addresses, attributes, locale }: KnownRecipient,
  { contactPoints, until }: Extract<Decision, { decision: 'permitted' }>,
): Permission {
  return {
    intent,
    contactPoints: contactPoints.map(({ id }) => addresses.get(id)!),
    attributes,
    ...(locale === undefined ? {} : { locale }),
    until: until?.toISOString() ?? intent.expiresAt,
  };
}

function toRecord({ messageId, request, recipient }: MessageRequested, decision: Decision): DecisionRecord {
  const { why } = decision;
  return {
    messageId,
    request,
    recipient,
    decision: decision.decision,
    of: decision.decision === 'refused' ? decision.of : undefined,
    rule: why.rule,
    values: why.values,
    ledger: why.ledger,
  };
}

import {
  capsFor,
  type Counted,
  type Decision,
  type DecisionFacts,
  type DecisionRequest,
  endsWithoutUse,
} from '@hermod/consent-policy';
import type { MessageRequested } from '@hermod/contracts';
import type { ConsentUse } from '../../storage/consent-uses.ts';
import type { CountedMessage } from '../../storage/counted-messages.ts';
import type { KnownRecipient } from '../../storage/decision-facts.ts';
import type { DecisionRecord } from '../../storage/decisions.ts';

/** What the decisions of a unit of work leave behind: themselves, places under caps, uses of consents. */
export class Consequences {
  readonly decisions: DecisionRecord[] = [];
  readonly counted: CountedMessage[] = [];
  readonly uses: ConsentUse[] = [];

  /** What counts against the caps of a recipient, but for the message itself. */
  countedOf({ messageId, recipient }: MessageRequested, known: KnownRecipient): readonly Counted[] {
    const before = known.counted.filter((counted) => counted.messageId !== messageId);
    const now = this.#permittedNow.get(recipient);
    return now === undefined ? before : [...before, ...now];
  }

  add(
    data: MessageRequested,
    request: DecisionRequest,
    facts: DecisionFacts,
    decision: Decision,
    now: Date,
  ): void {
    this.decisions.push(toRecord(data, decision));
    if (decision.decision !== 'permitted') return;
    const [point] = decision.contactPoints;
    if (capsFor(request, facts, point!, now).length > 0) this.#count(data, now);
    const entry = endsWithoutUse(request, facts, decision, now);
    if (entry !== undefined) this.uses.push({ recipient: data.recipient, entry });
  }

  readonly #permittedNow = new Map<string, Counted[]>();

  #count(
    { messageId, request, recipient, intent: { channel, purpose, topic } }: MessageRequested,
    at: Date,
  ): void {
    this.counted.push({ recipient, messageId, request, channel, purpose, topic });
    const now = this.#permittedNow.get(recipient) ?? [];
    now.push({ channel, purpose, topic, at });
    this.#permittedNow.set(recipient, now);
  }
}

function toRecord(
  { messageId, request, recipient, intent }: MessageRequested,
  decision: Decision,
): DecisionRecord {
  const { why } = decision;
  const { channel, purpose, topic } = intent;
  return {
    messageId,
    request,
    recipient,
    channel,
    purpose,
    topic,
    decision: decision.decision,
    of: decision.decision === 'refused' ? decision.of : undefined,
    until: decision.decision === 'refused' ? undefined : decision.until,
    rule: why.rule,
    values: why.values,
    ledger: why.ledger,
  };
}

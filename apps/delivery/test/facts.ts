import { randomUUID } from 'node:crypto';
import {
  type Channel,
  type ConsentChanged,
  type ContactPoint,
  deriveId,
  encodeHeaders,
  FLOW,
  type FactName,
  type FactOf,
  kafkaTopic,
  type Lane,
  laneOf,
  type MessageDecided,
  type MessageWithdrawn,
  type Permission,
  type Purpose,
  type ReceiptRecorded,
} from '@hermod/contracts';
import type { RecordToProduce } from '@hermod/testing';

/** The stage's HERMOD_SECRET, under which addresses are hashed and tokens are signed. */
export const SECRET = 'stage-secret-of-at-least-32-bytes!';

/** A record of a fact as the service that publishes it would write it. */
export function record<N extends FactName>(
  name: N,
  recipient: string,
  fact: FactOf<N>,
  about: { id?: string; lane?: Lane; time?: Date } = {},
): RecordToProduce {
  const entry = FLOW[name];
  const headers = encodeHeaders(entry, fact as object, {
    id: about.id ?? randomUUID(),
    source: `hermod/${entry.publishers[0]}`,
    recipient,
    time: about.time ?? new Date(),
    revision: 1,
  });
  return {
    topic: kafkaTopic(entry, about.lane ?? 'plain'),
    key: recipient,
    value: JSON.stringify(fact),
    headers,
  };
}

/** What may differ about a permitted message. */
export interface Wanted {
  readonly channel?: Channel;
  readonly purpose?: Purpose;
  readonly messageId?: string;
  readonly request?: number;
  /** Push: a token of each of these providers. */
  readonly tokensOf?: readonly string[];
  readonly contactPoints?: readonly ContactPoint[];
  readonly intent?: Partial<Permission['intent']>;
  readonly permission?: Partial<Permission>;
  readonly decidedAt?: Date;
  readonly runId?: string | null;
}

/** A recipient of its own for each message of a test. */
export function someone(): string {
  return `r-${randomUUID()}`;
}

/** The number of a recipient, the same each time. */
export function numberOf(recipient: string): string {
  return `+4670${String(parseInt(deriveId(recipient).slice(0, 8), 16) % 10_000_000).padStart(7, '0')}`;
}

/** The recipient's number as a contact point. */
export function smsPoint(recipient: string, address = numberOf(recipient)): ContactPoint {
  return { id: deriveId('contact', recipient, address), channel: 'sms', address };
}

/** A device of the recipient, registered with a provider; `n` tells several apart. */
export function pushPoint(recipient: string, provider: string, n = 0): ContactPoint {
  const address = `sim-${numberOf(recipient).slice(1)}${n === 0 ? '' : n}`;
  return { id: deriveId('contact', recipient, provider, address), channel: 'push', provider, address };
}

/** Consent permits a message: fact 3, as it would come now. */
export function permitted(recipient: string, wanted: Wanted = {}): MessageDecided {
  const { channel = wanted.tokensOf === undefined ? 'sms' : 'push', purpose = 'transactional' } = wanted;
  const now = wanted.decidedAt ?? new Date();
  const runId = wanted.runId === undefined ? randomUUID() : wanted.runId;
  const points = wanted.tokensOf?.map((provider, n) => pushPoint(recipient, provider, n)) ?? [
    smsPoint(recipient),
  ];
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  return {
    messageId: wanted.messageId ?? randomUUID(),
    request: wanted.request ?? 0,
    runId,
    recipient,
    channel,
    purpose,
    decision: 'permitted',
    why: { rule: 'consent given', values: { purpose }, ledger: 'entry-1' },
    decidedAt: now.toISOString(),
    permission: {
      intent: {
        runId: runId ?? randomUUID(),
        journey: 'order-shipped',
        version: 1,
        step: 'tell',
        visit: 1,
        rung: 0,
        channel,
        purpose,
        topic: 'order-updates',
        template: `shipped-${channel}`,
        context: { event: { data: { orderId: 'O-1' } }, vars: {} },
        expiresAt: inAnHour,
        handOverWithinMs: 60_000,
        ...wanted.intent,
      },
      contactPoints: [...(wanted.contactPoints ?? points)],
      attributes: { firstName: 'Ada' },
      until: inAnHour,
      ...wanted.permission,
    },
  };
}

/** The record of a decision, in the lane of its purpose. */
export function decision(fact: MessageDecided): RecordToProduce {
  const id = deriveId('decided', fact.messageId, fact.request);
  return record('messageDecided', fact.recipient, fact, { id, lane: laneOf(fact.purpose) });
}

/** Routing takes a message back: fact 4. */
export function withdrawal(
  { messageId, runId, recipient, purpose }: MessageDecided,
  reason: MessageWithdrawn['reason'] = 'reacted',
): RecordToProduce {
  const fact = { messageId, runId: runId!, recipient, reason, at: new Date().toISOString() };
  return record('messageWithdrawn', recipient, fact, {
    id: deriveId('withdrawn', messageId),
    lane: laneOf(purpose),
  });
}

/** A report about an attempt: fact 6. */
export function receipt(
  { messageId, runId, recipient }: MessageDecided,
  attemptId: string,
  lane: Lane,
  more: Partial<ReceiptRecorded> = {},
): RecordToProduce {
  const at = new Date().toISOString();
  const fact = {
    messageId,
    attemptId,
    runId,
    recipient,
    kind: 'delivered' as const,
    at,
    recordedAt: at,
    ...more,
  };
  return record('receiptRecorded', recipient, fact, { lane });
}

/** Consent changed: fact 8. */
export function consentChange(
  recipient: string,
  state: ConsentChanged['state'],
  scope: ConsentChanged['scope'],
  about: { at?: Date; lane?: Lane; id?: string } = {},
): RecordToProduce {
  const at = (about.at ?? new Date()).toISOString();
  const fact = { recipient, entry: randomUUID(), state, scope, at, recordedAt: at };
  return record('consentChanged', recipient, fact, about);
}

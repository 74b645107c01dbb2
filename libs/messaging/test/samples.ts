import {
  deriveId,
  encodeHeaders,
  type DomainEvent,
  encodeDomainEvent,
  FLOW,
  type FactName,
  type FactOf,
  kafkaTopic,
  type Lane,
} from '@hermod/contracts';
import type { RecordToProduce } from '@hermod/testing';

const AT = '2026-11-22T09:00:00.000Z';

/** A receipt for the n-th message of a recipient. */
export function receipt(recipient: string, n: number): FactOf<'receiptRecorded'> {
  return {
    messageId: deriveId('sample message', recipient, n),
    runId: deriveId('sample run', recipient),
    recipient,
    channel: 'push',
    kind: 'opened',
    at: AT,
    recordedAt: AT,
  };
}

/** How the hand-over of the n-th message of a recipient ended. */
export function attempted(recipient: string, n: number): FactOf<'messageAttempted'> {
  return {
    messageId: deriveId('sample message', recipient, n),
    request: 0,
    runId: deriveId('sample run', recipient),
    recipient,
    channel: 'push',
    purpose: 'transactional',
    outcome: 'accepted',
    attempts: 1,
    acceptedAt: AT,
    answersWithdrawal: false,
    at: AT,
  };
}

/** A message that routing wants, with as much context as one likes. */
export function requested(recipient: string, n: number, context: object = {}): FactOf<'messageRequested'> {
  return {
    messageId: deriveId('sample message', recipient, n),
    request: 0,
    recipient,
    intent: {
      runId: deriveId('sample run', recipient),
      journey: 'order-shipped',
      version: 1,
      step: 'tell',
      visit: 1,
      rung: 0,
      channel: 'push',
      purpose: 'transactional',
      template: 'shipped-push',
      context: { ...context },
      expiresAt: '2026-11-23T09:00:00.000Z',
      handOverWithinMs: 60_000,
    },
  };
}

/** What a recipient is. */
export function person(recipient: string): FactOf<'recipientChanged'> {
  return { recipient, attributes: {}, contactPoints: [], erased: false, at: AT };
}

/** Consent's answer; only a refusal concerns routing. */
export function refused(recipient: string, n: number): FactOf<'messageDecided'> {
  return {
    messageId: deriveId('sample message', recipient, n),
    request: 0,
    runId: deriveId('sample run', recipient),
    recipient,
    channel: 'sms',
    purpose: 'transactional',
    decision: 'refused',
    of: 'channel',
    why: { rule: 'no consent', values: {} },
    decidedAt: AT,
  };
}

/** What may be varied about a record. */
export interface Travelling {
  readonly lane?: Lane;
  readonly traceparent?: string;
  /** CloudEvents id; derived from the fact's content otherwise. */
  readonly id?: string;
}

/** A fact as its publishing service writes it. */
export function wire<N extends FactName>(
  name: N,
  fact: FactOf<N> & { recipient?: string | undefined },
  travelling: Travelling = {},
): RecordToProduce {
  const entry = FLOW[name];
  const recipient = fact.recipient!;
  const value = JSON.stringify(fact);
  const headers = encodeHeaders(entry, fact as object, {
    id: travelling.id ?? deriveId('sample fact', entry.topic, value),
    source: 'hermod/sample',
    recipient,
    time: new Date(AT),
    revision: 1,
    ...(travelling.traceparent === undefined ? {} : { traceparent: travelling.traceparent }),
  });
  return { topic: kafkaTopic(entry, travelling.lane ?? 'plain'), key: recipient, value, headers };
}

/** A domain event as an upstream writes it, in structured mode. */
export function event(
  recipient: string,
  n: number,
  lane: Lane = 'plain',
  data: unknown = {},
): RecordToProduce {
  const sample: DomainEvent = {
    specversion: '1.0',
    id: `${recipient}-${n}`,
    source: '/shop',
    type: 'com.shop.order.shipped',
    subject: recipient,
    time: AT,
    data,
  };
  return { topic: kafkaTopic(FLOW.domainEvents, lane), key: recipient, ...encodeDomainEvent(sample) };
}

/** `count` things, made by number. */
export function many<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

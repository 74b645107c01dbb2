import { createHmac, randomUUID } from 'node:crypto';
import {
  type ConsentChanged,
  deriveId,
  encodeHeaders,
  FLOW,
  type FactName,
  type FactOf,
  kafkaTopic,
  type Lane,
  laneOf,
  type MessageAttempted,
  type MessageDecided,
  type MessageRequested,
  type ReceiptRecorded,
} from '@hermod/contracts';
import type { RecordToProduce } from '@hermod/testing';

/** The source of the events about a recipient; with their id it makes them what they are. */
export const sourceOf = (recipient: string): string => `/tests/${recipient}`;

/** A recipient of its own. */
export const someone = (): string => `r-${randomUUID()}`;

/** Names that no other test uses: of a journey and of the event that starts it. */
export function names(): { readonly journey: string; readonly on: string } {
  const id = randomUUID().slice(0, 8);
  return { journey: `journey-${id}`, on: `test.${id}.happened` };
}

/** What the demo's journey does, with times that a test can wait for. */
export function escalation(about: {
  readonly journey: string;
  readonly on: string;
  readonly purpose?: string;
  readonly within?: string;
  readonly more?: object;
}): { journey: string } & Record<string, unknown> {
  const { journey, on, purpose = 'transactional', within = 'PT2S', more = {} } = about;
  return {
    journey,
    purpose,
    topic: 'order-updates',
    start: { on },
    expires: 'P1D',
    steps: [
      {
        id: 'tell',
        escalate: [
          { push: 'shipped-push', until: 'opened', within },
          { sms: 'shipped-sms', until: 'delivered', within: 'PT1M' },
        ],
        then: { reached: 'done', exhausted: 'missed' },
      },
      { id: 'done', end: 'reached' },
      { id: 'missed', end: 'exhausted' },
    ],
    ...more,
  };
}

/** A domain event as an upstream publishes it, structured. */
export function event(
  type: string,
  recipient: string,
  about: { id?: string; data?: unknown; lane?: Lane; key?: string } = {},
): RecordToProduce {
  const { id = randomUUID(), data = {}, lane = 'plain', key = recipient } = about;
  const value = { specversion: '1.0', id, source: sourceOf(recipient), type, recipient, data };
  return {
    topic: kafkaTopic(FLOW.domainEvents, lane),
    key,
    value: JSON.stringify(value),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

/** A record of a fact as the service that publishes it would write it. */
export function record<N extends FactName>(
  name: N,
  recipient: string,
  fact: FactOf<N>,
  about: { id?: string; lane?: Lane; revision?: number } = {},
): RecordToProduce {
  const entry = FLOW[name];
  const headers = encodeHeaders(entry, fact as object, {
    id: about.id ?? randomUUID(),
    source: `hermod/${entry.publishers[0]}`,
    recipient,
    time: new Date(),
    revision: about.revision ?? 1,
  });
  return {
    topic: kafkaTopic(entry, about.lane ?? 'plain'),
    key: recipient,
    value: JSON.stringify(fact),
    headers,
  };
}

const laneOfRequest = ({ intent }: MessageRequested): Lane => laneOf(intent.purpose);

/** Delivery tells how a hand-over ended: fact 5. */
export function attempted(
  asked: MessageRequested,
  outcome: MessageAttempted['outcome'],
  more: Partial<MessageAttempted> = {},
): RecordToProduce {
  const { messageId, request, recipient, intent } = asked;
  const at = new Date().toISOString();
  const fact = {
    messageId,
    request,
    runId: intent.runId,
    recipient,
    channel: intent.channel,
    purpose: intent.purpose,
    outcome,
    provider: 'sim',
    attempts: 1,
    calledAt: at,
    ...(outcome === 'accepted' ? { acceptedAt: at } : {}),
    permission: { why: { rule: 'consent given', values: {} }, decidedAt: at },
    answersWithdrawal: false,
    at,
    ...more,
  };
  const answer = fact.answersWithdrawal ? 'answer' : '';
  const id = deriveId('attempted', messageId, request, outcome, answer);
  return record('messageAttempted', recipient, fact, { id, lane: laneOfRequest(asked) });
}

/** Consent refuses or defers: fact 3. */
export function decided(
  asked: MessageRequested,
  verdict: Pick<MessageDecided, 'decision' | 'of' | 'until'>,
): RecordToProduce {
  const { messageId, request, recipient, intent } = asked;
  const { runId, channel, purpose } = intent;
  const why = { rule: 'no consent', values: { channel }, ledger: 'entry-7' };
  const decidedAt = new Date().toISOString();
  const fact = { messageId, request, runId, recipient, channel, purpose, why, decidedAt, ...verdict };
  const id = deriveId('decided', messageId, request);
  return record('messageDecided', recipient, fact, { id, lane: laneOfRequest(asked) });
}

/** A provider or device reports: fact 6. */
export function receipt(
  asked: MessageRequested,
  kind: ReceiptRecorded['kind'],
  more: Partial<ReceiptRecorded> = {},
): RecordToProduce {
  const at = new Date().toISOString();
  const { messageId, recipient, intent } = asked;
  const fact = {
    messageId,
    runId: intent.runId,
    recipient,
    kind,
    provider: 'sim',
    at,
    recordedAt: at,
    ...more,
  };
  const id = deriveId('receipt', messageId, kind);
  return record('receiptRecorded', recipient, fact, { id, lane: laneOfRequest(asked) });
}

/** The person texts STOP: fact 7, the copy for a holder of the number. */
export function stop(recipient: string, lane: Lane = 'plain'): RecordToProduce {
  const address = '+46700000001';
  const fact = {
    kind: 'text' as const,
    channel: 'sms' as const,
    address,
    addressHash: createHmac('sha256', 'any').update(address).digest('hex'),
    recipient,
    meaning: 'opt-out' as const,
    text: 'STOP',
    provider: 'twilio',
    at: new Date().toISOString(),
  };
  return record('inboundReceived', recipient, fact, { lane });
}

/** Consent changed: fact 8. */
export function consentChange(
  recipient: string,
  state: ConsentChanged['state'],
  scope: ConsentChanged['scope'],
  lane: Lane = 'plain',
): RecordToProduce {
  const at = new Date().toISOString();
  const fact = { recipient, entry: randomUUID(), state, scope, at, recordedAt: at };
  return record('consentChanged', recipient, fact, { lane });
}

/** Consent tells what it knows of a recipient: fact 9. */
export function recipientChange(
  recipient: string,
  attributes: Record<string, unknown>,
  revision: number,
  more: { timeZone?: string } = {},
): RecordToProduce {
  const at = new Date().toISOString();
  const fact = { recipient, attributes, contactPoints: [], erased: false, at, ...more };
  return record('recipientChanged', recipient, fact, { revision });
}

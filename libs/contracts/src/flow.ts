/**
 * The flow as a table: which fact travels on which Kafka topic, who publishes it, who reads it and how much
 * of it. `docs/flow.md` and the Kafka topic definitions are generated from here, and a test holds every
 * publisher and handler in `apps/` to it.
 */
import { ConsentChanged } from './facts/consent-changed.ts';
import { DomainEvent } from './facts/domain-event.ts';
import { InboundReceived } from './facts/inbound-received.ts';
import { JourneyProgressed } from './facts/journey-progressed.ts';
import { MessageAttempted } from './facts/message-attempted.ts';
import { MessageDecided } from './facts/message-decided.ts';
import { MessageRequested } from './facts/message-requested.ts';
import { MessageWithdrawn } from './facts/message-withdrawn.ts';
import { ReceiptRecorded } from './facts/receipt-recorded.ts';
import { RecipientChanged } from './facts/recipient-changed.ts';
import type { z } from 'zod';
import type { Lane } from './words.ts';

export const SERVICES = ['gateway', 'routing', 'consent', 'delivery', 'receipts'] as const;
export type Service = (typeof SERVICES)[number];

/** How one service reads a fact. */
export interface Reading {
  readonly service: Service;
  /** Only facts of which one of these filter headers has one of its values; the rest is dropped before it is parsed. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Reads only this lane; both when absent. */
  readonly lane?: Lane;
  /** What it is read for, in words. */
  readonly to: string;
}

export interface FlowEntry {
  readonly number: number;
  readonly topic: string;
  readonly what: string;
  readonly schema: z.ZodType;
  readonly publishers: readonly (Service | 'upstream')[];
  readonly readers: readonly Reading[];
  /** `both`: the Kafka topic exists twice, plain and `….urgent`. */
  readonly lanes: 'both' | 'plain';
  /** Fields that also stand in the headers, so that a reader can drop a record unparsed. */
  readonly filters: readonly string[];
  readonly retentionDays: number;
  /**
   * The newest format of the fact: what its publishers write, and its readers understand besides every older one. 1 where it
   * is left out. Raised only by a change that older readers would misread; fields may be added without.
   */
  readonly format?: number;
}

const entry = <const T extends FlowEntry>(e: T): T => e;

export const FLOW = {
  domainEvents: entry({
    number: 1,
    topic: 'hermod.domain-events',
    what: 'something happened upstream (CloudEvents 1.0)',
    schema: DomainEvent,
    publishers: ['upstream', 'gateway', 'routing'],
    readers: [{ service: 'routing', to: 'start, move and end runs' }],
    lanes: 'both',
    filters: [],
    retentionDays: 7,
  }),
  messageRequested: entry({
    number: 2,
    topic: 'hermod.message-requested',
    what: 'routing wants this message, on this channel, now',
    schema: MessageRequested,
    publishers: ['routing'],
    readers: [{ service: 'consent', to: 'decide' }],
    lanes: 'both',
    filters: [],
    retentionDays: 7,
  }),
  messageDecided: entry({
    number: 3,
    topic: 'hermod.message-decided',
    what: 'permitted (with contact points and attributes), deferred until, or refused; always with the why',
    schema: MessageDecided,
    publishers: ['consent'],
    readers: [
      { service: 'delivery', only: { decision: ['permitted'] }, to: 'queue what is permitted' },
      { service: 'routing', only: { decision: ['deferred', 'refused'] }, to: 'ask again later, or go on' },
    ],
    lanes: 'both',
    filters: ['decision'],
    retentionDays: 7,
  }),
  messageWithdrawn: entry({
    number: 4,
    topic: 'hermod.message-withdrawn',
    what: 'no longer wanted: they reacted, opted out, the run ended',
    schema: MessageWithdrawn,
    publishers: ['routing'],
    readers: [
      { service: 'consent', to: 'refuse what is undecided' },
      { service: 'delivery', to: 'take back what is not handed over, and answer' },
    ],
    lanes: 'both',
    filters: [],
    retentionDays: 7,
  }),
  messageAttempted: entry({
    number: 5,
    topic: 'hermod.message-attempted',
    what: 'accepted, failed, expired, withdrawn, deferred (its permission ran out), or outcome unknown',
    schema: MessageAttempted,
    publishers: ['delivery'],
    readers: [
      { service: 'routing', to: 'move runs' },
      {
        service: 'consent',
        only: { outcome: ['failed', 'expired', 'withdrawn', 'deferred'], troubled: ['contact-point'] },
        to: 'give caps back, and record what only the provider knew: opt-outs, dead contact points',
      },
      {
        service: 'receipts',
        only: { matched: ['reference'] },
        to: 'find the message of reports that name the provider’s id only',
      },
    ],
    lanes: 'both',
    filters: ['outcome', 'matched', 'troubled'],
    retentionDays: 7,
  }),
  receiptRecorded: entry({
    number: 6,
    topic: 'hermod.receipt-recorded',
    what: 'about a message: delivered, undelivered, opened, read, clicked',
    schema: ReceiptRecorded,
    publishers: ['receipts'],
    readers: [
      { service: 'routing', to: 'move runs' },
      { service: 'delivery', lane: 'urgent', to: 'settle unknown attempts' },
    ],
    lanes: 'both',
    filters: ['kind'],
    retentionDays: 7,
  }),
  inboundReceived: entry({
    number: 7,
    topic: 'hermod.inbound-received',
    what: 'about a contact point: a text (answer, opt-out), a bounce, a complaint, a dead token',
    schema: InboundReceived,
    publishers: ['receipts'],
    readers: [
      { service: 'consent', to: 'suppress, and write the ledger' },
      { service: 'delivery', only: { meaning: ['opt-out'] }, to: 'send nothing after an opt-out' },
      {
        service: 'routing',
        only: { kind: ['text'] },
        to: 'withdraw what an opt-out covers; move runs that asked',
      },
    ],
    lanes: 'both',
    filters: ['kind', 'meaning'],
    retentionDays: 7,
  }),
  consentChanged: entry({
    number: 8,
    topic: 'hermod.consent-changed',
    what: "a recipient's permissions",
    schema: ConsentChanged,
    publishers: ['consent'],
    readers: [
      { service: 'delivery', only: { state: ['withdrawn', 'suppressed', 'lifted'] }, to: 'the last look' },
      { service: 'routing', only: { state: ['withdrawn', 'suppressed'] }, to: 'withdraw what is covered' },
    ],
    lanes: 'both',
    filters: ['state'],
    retentionDays: 7,
  }),
  recipientChanged: entry({
    number: 9,
    topic: 'hermod.recipient-changed',
    what: 'attributes, contact points, time zone, erased',
    schema: RecipientChanged,
    publishers: ['consent'],
    readers: [
      { service: 'routing', to: 'attributes for conditions' },
      { service: 'receipts', to: 'number → recipients' },
      { service: 'delivery', to: 'forget who was erased' },
    ],
    lanes: 'plain',
    filters: [],
    retentionDays: 7,
  }),
  journeyProgressed: entry({
    number: 10,
    topic: 'hermod.journey-progressed',
    what: 'a run started, moved, ended',
    schema: JourneyProgressed,
    publishers: ['routing'],
    readers: [],
    lanes: 'plain',
    filters: ['what'],
    retentionDays: 7,
  }),
} as const;

export type Flow = typeof FLOW;
export type FactName = keyof Flow;
export type FactOf<N extends FactName> = z.infer<Flow[N]['schema']>;

/** The entries in the order in which a fact passes. */
export const FLOW_ENTRIES: readonly FlowEntry[] = Object.values(FLOW);

/** The Kafka topic on which a fact travels in a lane; facts of one lane only travel plain. */
export function kafkaTopic(entry: FlowEntry, lane: Lane): string {
  return lane === 'urgent' && entry.lanes === 'both' ? `${entry.topic}.urgent` : entry.topic;
}

/** Where a record goes that can't be handled. */
export function deadTopic(topic: string): string {
  return `${topic}.dead`;
}

/** The entry and lane of a Kafka topic, or undefined if it isn't one of the flow's. */
export function entryOf(topic: string): { entry: FlowEntry; lane: Lane } | undefined {
  for (const entry of FLOW_ENTRIES) {
    if (entry.topic === topic) return { entry, lane: 'plain' };
    if (entry.lanes === 'both' && `${entry.topic}.urgent` === topic) return { entry, lane: 'urgent' };
  }
  return undefined;
}

/** What a service reads of an entry, or undefined. */
export function readingOf(entry: FlowEntry, service: Service): Reading | undefined {
  return entry.readers.find((reading) => reading.service === service);
}

const DAY_MS = 86_400_000;
const DEAD_RETENTION_DAYS = 30;
/** A record goes with its segment, when the newest in it is old enough: so a segment takes no more than a day. */
const SEGMENT_MS = DAY_MS;
/** The broker looks for what is too old every five minutes, and lets files be for another one. */
const CLEAN_UP_MS = 3_600_000;

/** How long after it was written a record may still be found in Kafka, in milliseconds. */
export function goneFromKafkaAfterMs(what: 'flow' | 'dead letters'): number {
  const flowDays = Math.max(...FLOW_ENTRIES.map(({ retentionDays }) => retentionDays));
  return (what === 'flow' ? flowDays : DEAD_RETENTION_DAYS) * DAY_MS + SEGMENT_MS + CLEAN_UP_MS;
}

/** A Kafka topic to create. */
export interface KafkaTopicDefinition {
  readonly topic: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Every Kafka topic of the flow with its dead-letter topic. All have the same partitions, so a recipient has one. */
export function kafkaTopics(partitions: number): KafkaTopicDefinition[] {
  const retention = (days: number): Record<string, string> => ({
    'retention.ms': String(days * DAY_MS),
    'segment.ms': String(SEGMENT_MS),
  });
  return FLOW_ENTRIES.flatMap((entry) => {
    const lanes: readonly Lane[] = entry.lanes === 'both' ? ['plain', 'urgent'] : ['plain'];
    return lanes.flatMap((lane) => {
      const topic = kafkaTopic(entry, lane);
      return [
        { topic, partitions, config: retention(entry.retentionDays) },
        { topic: deadTopic(topic), partitions: 1, config: retention(DEAD_RETENTION_DAYS) },
      ];
    });
  });
}

import {
  type Channel,
  deriveId,
  type FactOf,
  type Lane,
  type ReceiptKind,
  type Weakness,
} from '@hermod/contracts';
import { microBatch } from '@hermod/http';
import { loadErased, Messaging, type UnitOfWork } from '@hermod/messaging';
import { ATTRIBUTES, counterOf, type FlowSpan, METRICS, startSpan } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { type NewReceipt, Receipts } from '../storage/receipts.ts';
import { Unsent } from '../storage/unsent.ts';
import { concernsAll, untilKafkaHasIt, untilSent } from './until-kafka-has-it.ts';

/** The message that a report is about: what a callback token says, or delivery. */
export interface MessageReference {
  readonly messageId: string;
  /** Unknown where the reporter only knows the message. */
  readonly attemptId?: string;
  readonly runId: string | null;
  readonly recipient: string;
  readonly channel: Channel;
  readonly lane: Lane;
  readonly traceparent?: string;
}

/** A report by a provider or a device. */
export interface Report {
  readonly about: MessageReference;
  readonly kind: ReceiptKind;
  readonly weak?: Weakness;
  /** The provider's id; absent for what a device or an upstream system reports. */
  readonly provider?: string;
  readonly providerMessageId?: string;
  readonly reason?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

interface Pending {
  readonly report: Report;
  readonly row: NewReceipt;
  readonly traceparent: string;
}

/** Each lane gathers what arrives within this time into one unit of work; the gateway has joined some already. */
const WAIT_MS: Readonly<Record<Lane, number>> = { plain: 20, urgent: 1 };
const MOST_AT_ONCE = 200;
/** A report that is older belongs to a trace that is over, so it only links to it. */
const LATE_AFTER_MS = 60_000;

const recorded = counterOf(METRICS.receiptsRecorded);

/** Records what became of messages, each report once, and publishes it in its message's lane. */
@Injectable()
export class RecordReceipts {
  readonly #messaging: Messaging;
  readonly #receipts: Receipts;
  readonly #join: Readonly<Record<Lane, (item: Pending) => Promise<boolean>>>;
  readonly #isUnsent: (row: NewReceipt) => Promise<boolean>;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(Receipts) receipts: Receipts,
    @Inject(Unsent) unsent: Unsent,
  ) {
    this.#messaging = messaging;
    this.#receipts = receipts;
    const batch = { maxItems: MOST_AT_ONCE, triesAlone: (error: unknown) => !concernsAll(error) };
    const joined = (lane: Lane): ((item: Pending) => Promise<boolean>) =>
      microBatch((items) => this.#record(lane, items), { ...batch, waitMs: WAIT_MS[lane] });
    this.#join = { plain: joined('plain'), urgent: joined('urgent') };
    this.#isUnsent = microBatch(
      async (rows) => {
        const found = await unsent.receipts(rows);
        return rows.map(({ id }) => found.has(id));
      },
      { ...batch, waitMs: WAIT_MS.urgent },
    );
  }

  /**
   * Resolves when the report is recorded and Kafka has its fact; the same report again is recorded once.
   * @throws HermodError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute(report: Report): Promise<void> {
    const span = spanOf(report);
    try {
      const row = rowOf(report);
      const isNew = await this.#join[report.about.lane]({ report, row, traceparent: span.traceparent });
      if (!isNew) await untilSent(() => this.#isUnsent(row));
    } catch (error) {
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Records within a unit that holds the recipients. */
  async recordIn(unit: UnitOfWork, reports: readonly Report[]): Promise<void> {
    await this.#add(
      unit,
      reports.map((report) => ({ report, row: rowOf(report), traceparent: spanOf(report).traceparent })),
    );
  }

  /** @returns of each item whether it was new. */
  #record(lane: Lane, items: readonly Pending[]): Promise<boolean[]> {
    const recipients = new Set(items.map(({ report }) => report.about.recipient));
    return untilKafkaHasIt(this.#messaging.units, lane, recipients, (unit) => this.#add(unit, items));
  }

  async #add(unit: UnitOfWork, items: readonly Pending[]): Promise<boolean[]> {
    const recipients = items.map(({ report }) => report.about.recipient);
    const erased = await loadErased(unit.sql, recipients);
    const known = items.map((item) => (erased.has(item.row.recipient) ? withoutWords(item) : item));
    const unique = [...new Map(known.map((item) => [item.row.id, item])).values()];
    const added = await this.#receipts.add(
      unit.sql,
      unique.map(({ row }) => row),
      unit.now,
    );
    for (const item of unique) if (added.has(item.row.id)) publish(item, unit);
    return items.map(({ row }) => added.has(row.id));
  }
}

function rowOf({ about, kind, weak, provider, reason, at }: Report): NewReceipt {
  const { messageId, attemptId, recipient } = about;
  return {
    recipient,
    // What a machine did must not stand in the way of what a person does later.
    id: deriveId('receipt', attemptId ?? messageId, kind, ...(weak === undefined ? [] : [weak])),
    messageId,
    attemptId,
    kind,
    weak,
    provider,
    reason,
    at,
  };
}

/** What comes about somebody who was erased may be about what was sent before: a provider's words and id stay out. */
function withoutWords({ report, row, traceparent }: Pending): Pending {
  const { reason: _reason, providerMessageId: _id, ...rest } = report;
  return { report: rest, row: { ...row, reason: undefined }, traceparent };
}

function publish({ report, row, traceparent }: Pending, unit: UnitOfWork): void {
  const { about, kind, weak, provider, providerMessageId, reason, at } = report;
  const { messageId, attemptId, runId, recipient, channel } = about;
  const fact: FactOf<'receiptRecorded'> = {
    messageId,
    ...(attemptId === undefined ? {} : { attemptId }),
    runId,
    recipient,
    channel,
    kind,
    ...(weak === undefined ? {} : { weak }),
    ...(provider === undefined ? {} : { provider }),
    ...(providerMessageId === undefined ? {} : { providerMessageId }),
    ...(reason === undefined ? {} : { reason }),
    at,
    recordedAt: unit.now.toISOString(),
  };
  unit.publish('receiptRecorded', fact, { id: row.id, recipient, traceparent });
  unit.afterCommit(() => recorded.inc({ kind }));
}

function spanOf({ about, kind, provider, at }: Report): FlowSpan {
  const isLate = Date.now() - Date.parse(at) > LATE_AFTER_MS;
  return startSpan('record receipt', {
    ...(isLate ? { origin: about.traceparent } : { parent: about.traceparent }),
    kind: 'server',
    attributes: {
      [ATTRIBUTES.runId]: about.runId ?? undefined,
      [ATTRIBUTES.messageId]: about.messageId,
      [ATTRIBUTES.attemptId]: about.attemptId,
      [ATTRIBUTES.channel]: about.channel,
      [ATTRIBUTES.lane]: about.lane,
      [ATTRIBUTES.provider]: provider,
      [ATTRIBUTES.receiptKind]: kind,
    },
  });
}

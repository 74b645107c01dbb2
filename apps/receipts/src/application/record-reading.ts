import type { ContactPointReport, InboundReport, ReceiptReport, StreamReading } from '@hermod/providers';
import { Inject, Injectable } from '@nestjs/common';
import { MatchReports } from './match-reports.ts';
import { RecordContactPoint } from './record-contact-point.ts';
import { RecordInbound } from './record-inbound.ts';
import { RecordReceipts } from './record-receipts.ts';
import { timeOfReport } from './reported-time.ts';

/** Records what a webhook or a connection of ours brought: receipts, texts, and what became of addresses. */
@Injectable()
export class RecordReading {
  readonly #receipts: RecordReceipts;
  readonly #matched: MatchReports;
  readonly #inbound: RecordInbound;
  readonly #contactPoints: RecordContactPoint;

  constructor(
    @Inject(RecordReceipts) receipts: RecordReceipts,
    @Inject(MatchReports) matched: MatchReports,
    @Inject(RecordInbound) inbound: RecordInbound,
    @Inject(RecordContactPoint) contactPoints: RecordContactPoint,
  ) {
    this.#receipts = receipts;
    this.#matched = matched;
    this.#inbound = inbound;
    this.#contactPoints = contactPoints;
  }

  /**
   * Resolves when Kafka has all of it, or it waits for the message that it is about. It fails as a whole: the provider sends it again.
   * @throws HermodError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute(provider: string, { receipts, inbound, contactPoints = [] }: StreamReading): Promise<void> {
    const now = new Date();
    await Promise.all([
      ...receipts.map((report) => this.#receipt(provider, report, now)),
      ...inbound.map((report) => this.#text(provider, report, now)),
      ...contactPoints.map((report) => this.#contactPoint(provider, report, now)),
    ]);
  }

  #receipt(provider: string, { claims, reference, at, ...rest }: ReceiptReport, now: Date): Promise<void> {
    const report = { ...storable(rest), provider, at: timeOfReport(at, now) };
    return claims === undefined
      ? this.#matched.execute(reference, report)
      : this.#receipts.execute({ ...report, about: claims });
  }

  async #text(
    provider: string,
    { kind: _, at, inReplyTo, ...text }: InboundReport,
    now: Date,
  ): Promise<void> {
    const answer = text.answer ?? (await this.#answerTo(provider, inReplyTo));
    await this.#inbound.execute({
      ...storable(text),
      ...(answer === undefined ? {} : { answer }),
      provider,
      at: timeOfReport(at, now),
    });
  }

  /** Nobody answers before delivery has told: a text whose message isn't known by then stands for itself. */
  async #answerTo(provider: string, inReplyTo: InboundReport['inReplyTo']): Promise<InboundReport['answer']> {
    if (inReplyTo === undefined) return undefined;
    const { reference, ...answer } = inReplyTo;
    const found = await this.#matched.find(provider, reference);
    return found === undefined ? undefined : { messageId: found.messageId, ...answer };
  }

  #contactPoint(provider: string, { at, reference, ...rest }: ContactPointReport, now: Date): Promise<void> {
    const report = { ...storable(rest), provider, at: timeOfReport(at, now) };
    return reference === undefined
      ? this.#contactPoints.execute(report)
      : this.#matched.executeAddress(reference, report);
  }
}

/** PostgreSQL keeps no NUL in texts, and a signed report should not fail for one. */
function storable<T extends object>(report: T): T {
  const entries = Object.entries(report).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? value.replaceAll('\0', '') : value,
  ]);
  return Object.fromEntries(entries) as T;
}

import type { FactOf } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { type HandedOver, HandOvers } from '../storage/hand-overs.ts';
import { type AddressReport, RecordContactPoint } from './record-contact-point.ts';
import { type MessageReference, RecordReceipts, type Report } from './record-receipts.ts';

/** A report that names the provider's id of a message only. */
export type UnnamedReport = Omit<Report, 'about' | 'provider'> & { readonly provider: string };

/** What waits for its message: a report about it, or about the address that it was sent to. */
type Waiting = UnnamedReport | { readonly contactPoint: AddressReport };

const unmatched = counterOf(METRICS.receiptsUnmatched);

/**
 * Finds the message of reports by what the provider calls it. Delivery tells the names with what became of the message (fact 5); a
 * report that comes first waits for that.
 */
@Injectable()
export class MatchReports {
  readonly #handOvers: HandOvers;
  readonly #receipts: RecordReceipts;
  readonly #contactPoints: RecordContactPoint;

  constructor(
    @Inject(HandOvers) handOvers: HandOvers,
    @Inject(RecordReceipts) receipts: RecordReceipts,
    @Inject(RecordContactPoint) contactPoints: RecordContactPoint,
  ) {
    this.#handOvers = handOvers;
    this.#receipts = receipts;
    this.#contactPoints = contactPoints;
  }

  /** The message of a name, when it is known by now. */
  find(provider: string, reference: string): Promise<MessageReference | undefined> {
    return this.#handOvers.find(provider, reference);
  }

  /** Resolves when Kafka has the report's fact, or when it waits for its message. @throws HermodError as `RecordReceipts` */
  async execute(reference: string, report: UnnamedReport): Promise<void> {
    const found = await this.#findOrPark(report.provider, reference, report);
    if (found !== undefined) await this.#receipts.execute({ ...report, about: found });
  }

  /** The same with what a message showed of the address that it was sent to: it concerns who got that message. */
  async executeAddress(reference: string, report: AddressReport): Promise<void> {
    const found = await this.#findOrPark(report.provider, reference, { contactPoint: report });
    if (found !== undefined) await this.#contactPoints.execute(report, found.recipient);
  }

  async #findOrPark(
    provider: string,
    reference: string,
    report: Waiting,
  ): Promise<MessageReference | undefined> {
    return (
      (await this.#handOvers.find(provider, reference)) ??
      (await this.#handOvers.park({ provider, reference, report }))
    );
  }

  /** What delivery told: remembers the names, and records the reports that waited for them in the same unit. */
  async learn(facts: readonly Received<FactOf<'messageAttempted'>>[], unit: UnitOfWork): Promise<void> {
    const handedOver = facts.flatMap(handedOverBy);
    if (handedOver.length === 0) return;
    const waited = await this.#handOvers.add<Waiting>(unit.sql, handedOver, unit.now);
    const byName = new Map(handedOver.map((one) => [`${one.provider}:${one.reference}`, one]));
    const reports: Report[] = [];
    for (const { provider, reference, report } of waited) {
      const about = byName.get(`${provider}:${reference}`)!;
      if ('contactPoint' in report)
        await this.#contactPoints.recordIn(unit, report.contactPoint, about.recipient);
      else reports.push({ ...report, about });
    }
    await this.#receipts.recordIn(unit, reports);
  }

  /** Counts and forgets what never found its message. */
  async forget(): Promise<void> {
    const lost = await this.#handOvers.forget();
    if (lost > 0) unmatched.inc({ reason: 'reference' }, lost);
  }
}

function handedOverBy({ data, lane }: Received<FactOf<'messageAttempted'>>): HandedOver[] {
  const { recipient, messageId, runId, channel, references = [] } = data;
  return references.map((named) => ({ ...named, recipient, messageId, runId, channel, lane }));
}

import type { FactOf } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { type HandedOver, HandOvers } from '../storage/hand-overs.ts';
import { RecordReceipts, type Report } from './record-receipts.ts';

/** A report that names the provider's id of a message only. */
export type UnnamedReport = Omit<Report, 'about' | 'provider'> & { readonly provider: string };

const unmatched = counterOf(METRICS.receiptsUnmatched);

/**
 * Finds the message of reports by what the provider calls it. Delivery tells the names with what became of the message (fact 5); a
 * report that comes first waits for that.
 */
@Injectable()
export class MatchReports {
  readonly #handOvers: HandOvers;
  readonly #receipts: RecordReceipts;

  constructor(@Inject(HandOvers) handOvers: HandOvers, @Inject(RecordReceipts) receipts: RecordReceipts) {
    this.#handOvers = handOvers;
    this.#receipts = receipts;
  }

  /** Resolves when Kafka has the report's fact, or when it waits for its message. @throws HermodError as `RecordReceipts` */
  async execute(reference: string, report: UnnamedReport): Promise<void> {
    const { provider } = report;
    const found =
      (await this.#handOvers.find(provider, reference)) ??
      (await this.#handOvers.park({ provider, reference, report }));
    if (found !== undefined) await this.#receipts.execute({ ...report, about: found });
  }

  /** What delivery told: remembers the names, and records the reports that waited for them in the same unit. */
  async learn(facts: readonly Received<FactOf<'messageAttempted'>>[], unit: UnitOfWork): Promise<void> {
    const handedOver = facts.flatMap(handedOverBy);
    if (handedOver.length === 0) return;
    const waited = await this.#handOvers.add<UnnamedReport>(unit.sql, handedOver, unit.now);
    const byName = new Map(handedOver.map((one) => [`${one.provider}:${one.reference}`, one]));
    const reports = waited.map(({ provider, reference, report }) => ({
      ...report,
      about: byName.get(`${provider}:${reference}`)!,
    }));
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

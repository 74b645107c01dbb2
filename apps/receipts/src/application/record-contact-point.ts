import { deriveId, LANES } from '@hermod/contracts';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import type { ContactPointReport } from '@hermod/providers';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { startSpan } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../storage/contact-points.ts';
import { untilKafkaHasIt } from './until-kafka-has-it.ts';

/** What became of an address, and the account that told it. */
export type AddressReport = Omit<ContactPointReport, 'reference'> & { readonly provider: string };

/** Records what became of addresses: bounces, complaints, dead tokens. Published for each holder, and never for nobody. */
@Injectable()
export class RecordContactPoint {
  readonly #messaging: Messaging;
  readonly #contactPoints: ContactPoints;
  readonly #secret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ContactPoints) contactPoints: ContactPoints,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#contactPoints = contactPoints;
    this.#secret = config.secret;
  }

  /**
   * Resolves when Kafka has it.
   * @param recipient the only one whom it concerns; else everyone who holds the address.
   * @throws HermodError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute(report: AddressReport, recipient?: string): Promise<void> {
    const concerned = await this.#concernedBy(report, recipient);
    if (concerned.length === 0) return;
    await untilKafkaHasIt(this.#messaging.units, 'urgent', concerned, (unit) => {
      this.#publish(unit, report, concerned);
      return Promise.resolve();
    });
  }

  /** Records within a unit that holds the recipient. */
  async recordIn(unit: UnitOfWork, report: AddressReport, recipient: string): Promise<void> {
    this.#publish(unit, report, await this.#concernedBy(report, recipient));
  }

  /** Who holds the address has it from consent: whoever was erased, or never had it, is told nothing about it. */
  async #concernedBy({ address }: AddressReport, recipient: string | undefined): Promise<readonly string[]> {
    const addressHash = hashAddress(address, this.#secret);
    const holders = (await this.#contactPoints.holdersOf([addressHash])).get(addressHash) ?? [];
    return recipient === undefined ? holders : holders.filter((holder) => holder === recipient);
  }

  #publish(unit: UnitOfWork, report: AddressReport, recipients: readonly string[]): void {
    const { kind, channel, address, hard, reason, provider, providerMessageId, at } = report;
    const addressHash = hashAddress(address, this.#secret);
    const { traceparent } = startSpan('record contact point', { kind: 'server' });
    const id = deriveId(
      'contact-point-report',
      provider,
      kind,
      providerMessageId ?? deriveId(addressHash, at),
    );
    const fact = {
      kind,
      channel,
      address,
      addressHash,
      ...(hard === undefined ? {} : { hard }),
      reason: reason.slice(0, 500),
      provider,
      ...(providerMessageId === undefined ? {} : { providerMessageId }),
      at,
    };
    for (const recipient of recipients) {
      const about = { id: deriveId(id, recipient), recipient, traceparent, lanes: LANES };
      unit.publish('inboundReceived', { ...fact, recipient }, about);
    }
  }
}

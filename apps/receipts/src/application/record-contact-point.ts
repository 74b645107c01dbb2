import { deriveId, LANES } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import type { ContactPointReport } from '@hermod/providers';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { startSpan } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../storage/contact-points.ts';
import { untilKafkaHasIt } from './until-kafka-has-it.ts';

/** What became of an address, and the account that told it. */
export type AddressReport = ContactPointReport & { readonly provider: string };

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

  /** Resolves when Kafka has it. @throws HermodError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE */
  async execute(report: AddressReport): Promise<void> {
    const { kind, channel, address, hard, reason, provider, providerMessageId, at } = report;
    const addressHash = hashAddress(address, this.#secret);
    const holders = (await this.#contactPoints.holdersOf([addressHash])).get(addressHash) ?? [];
    if (holders.length === 0) return;
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
    await untilKafkaHasIt(this.#messaging.units, 'urgent', holders, (unit) => {
      for (const recipient of holders)
        unit.publish(
          'inboundReceived',
          { ...fact, recipient },
          {
            id: deriveId(id, recipient),
            recipient,
            traceparent,
            lanes: LANES,
          },
        );
      return Promise.resolve();
    });
  }
}

import { FLOW, type InboundReceived } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { HeedComplaints } from '../../application/contact-points/heed-complaints.ts';
import { HeedTroubles } from '../../application/contact-points/heed-troubles.ts';
import { HeedInbound } from '../../application/texts/heed-inbound.ts';

/** What comes in about contact points: texts, and what became of the addresses themselves. */
@Controller()
export class OnInboundReceived {
  readonly #heedInbound: HeedInbound;
  readonly #heedTroubles: HeedTroubles;
  readonly #heedComplaints: HeedComplaints;

  constructor(
    @Inject(HeedInbound) heedInbound: HeedInbound,
    @Inject(HeedTroubles) heedTroubles: HeedTroubles,
    @Inject(HeedComplaints) heedComplaints: HeedComplaints,
  ) {
    this.#heedInbound = heedInbound;
    this.#heedTroubles = heedTroubles;
    this.#heedComplaints = heedComplaints;
  }

  @OnFacts(FLOW.inboundReceived)
  async handle(
    @Payload() facts: readonly Received<InboundReceived>[],
    @Ctx() unit: UnitOfWork,
  ): Promise<void> {
    await this.#heedTroubles.ofReports(facts, unit);
    await this.#heedComplaints.execute(facts, unit);
    await this.#heedInbound.execute(facts, unit);
  }
}

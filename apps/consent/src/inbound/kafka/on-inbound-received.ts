import { FLOW, type InboundReceived } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { HeedInbound } from '../../application/texts/heed-inbound.ts';

@Controller()
export class OnInboundReceived {
  readonly #heedInbound: HeedInbound;

  constructor(@Inject(HeedInbound) heedInbound: HeedInbound) {
    this.#heedInbound = heedInbound;
  }

  @OnFacts(FLOW.inboundReceived)
  handle(@Payload() facts: readonly Received<InboundReceived>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#heedInbound.execute(facts, unit);
  }
}

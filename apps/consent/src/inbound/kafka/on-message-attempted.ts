import { FLOW, type MessageAttempted } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { GiveCapsBack } from '../../application/decisions/give-caps-back.ts';
import { HeedTroubles } from '../../application/contact-points/heed-troubles.ts';
import { RecordProviderOptOuts } from '../../application/texts/record-provider-opt-outs.ts';

/**
 * Messages that reached nobody: what they counted against is free again, and an opt-out or a dead contact point that refused
 * one is known.
 */
@Controller()
export class OnMessageAttempted {
  readonly #giveCapsBack: GiveCapsBack;
  readonly #recordProviderOptOuts: RecordProviderOptOuts;
  readonly #heedTroubles: HeedTroubles;

  constructor(
    @Inject(GiveCapsBack) giveCapsBack: GiveCapsBack,
    @Inject(RecordProviderOptOuts) recordProviderOptOuts: RecordProviderOptOuts,
    @Inject(HeedTroubles) heedTroubles: HeedTroubles,
  ) {
    this.#giveCapsBack = giveCapsBack;
    this.#recordProviderOptOuts = recordProviderOptOuts;
    this.#heedTroubles = heedTroubles;
  }

  @OnFacts(FLOW.messageAttempted)
  async handle(
    @Payload() facts: readonly Received<MessageAttempted>[],
    @Ctx() unit: UnitOfWork,
  ): Promise<void> {
    await this.#giveCapsBack.execute(facts, unit);
    await this.#recordProviderOptOuts.execute(facts, unit);
    await this.#heedTroubles.ofAttempts(facts, unit);
  }
}

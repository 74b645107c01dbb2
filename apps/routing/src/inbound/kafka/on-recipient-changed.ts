import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type RecipientChanged } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { KnowRecipients } from '../../application/runs/know-recipients.ts';

@Controller()
export class OnRecipientChanged {
  readonly #knowRecipients: KnowRecipients;
  constructor(@Inject(KnowRecipients) knowRecipients: KnowRecipients) {
    this.#knowRecipients = knowRecipients;
  }

  @OnFacts(FLOW.recipientChanged)
  handle(@Payload() facts: Received<RecipientChanged>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#knowRecipients.execute(facts, unit);
  }
}

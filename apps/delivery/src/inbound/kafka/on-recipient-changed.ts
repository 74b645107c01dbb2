import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type RecipientChanged } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { EraseRecipients } from '../../application/people/erase-recipients.ts';

/** Fact 9: of all that changes about a recipient, delivery has to know only that they were erased. */
@Controller()
export class OnRecipientChanged {
  constructor(@Inject(EraseRecipients) private readonly useCase: EraseRecipients) {}

  @OnFacts(FLOW.recipientChanged)
  handle(@Payload() facts: Received<RecipientChanged>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.useCase.execute(facts, unit);
  }
}

import { FLOW, type MessageRequested } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { DecideMessages } from '../../application/decisions/decide-messages.ts';

@Controller()
export class OnMessageRequested {
  readonly #decideMessages: DecideMessages;

  constructor(@Inject(DecideMessages) decideMessages: DecideMessages) {
    this.#decideMessages = decideMessages;
  }

  @OnFacts(FLOW.messageRequested)
  handle(@Payload() facts: readonly Received<MessageRequested>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#decideMessages.execute(facts, unit);
  }
}

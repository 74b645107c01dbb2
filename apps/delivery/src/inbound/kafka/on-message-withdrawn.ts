import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type MessageWithdrawn } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { WithdrawMessages } from '../../application/withdrawals/withdraw-messages.ts';

@Controller()
export class OnMessageWithdrawn {
  constructor(@Inject(WithdrawMessages) private readonly useCase: WithdrawMessages) {}

  @OnFacts(FLOW.messageWithdrawn)
  handle(@Payload() facts: Received<MessageWithdrawn>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.useCase.execute(facts, unit);
  }
}

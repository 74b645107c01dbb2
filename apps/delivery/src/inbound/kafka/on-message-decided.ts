import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type MessageDecided } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { QueueMessages } from '../../application/queue/queue-messages.ts';

@Controller()
export class OnMessageDecided {
  constructor(@Inject(QueueMessages) private readonly useCase: QueueMessages) {}

  @OnFacts(FLOW.messageDecided)
  handle(@Payload() facts: Received<MessageDecided>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.useCase.execute(facts, unit);
  }
}

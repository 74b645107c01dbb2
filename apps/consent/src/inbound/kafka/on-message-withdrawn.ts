import { FLOW, type MessageWithdrawn } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { MarkWithdrawn } from '../../application/decisions/mark-withdrawn.ts';

@Controller()
export class OnMessageWithdrawn {
  readonly #markWithdrawn: MarkWithdrawn;

  constructor(@Inject(MarkWithdrawn) markWithdrawn: MarkWithdrawn) {
    this.#markWithdrawn = markWithdrawn;
  }

  @OnFacts(FLOW.messageWithdrawn)
  handle(@Payload() facts: readonly Received<MessageWithdrawn>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#markWithdrawn.execute(facts, unit);
  }
}

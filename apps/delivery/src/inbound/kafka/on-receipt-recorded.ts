import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type ReceiptRecorded } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { SettleUnknowns } from '../../application/outcomes/settle-unknowns.ts';

@Controller()
export class OnReceiptRecorded {
  constructor(@Inject(SettleUnknowns) private readonly useCase: SettleUnknowns) {}

  @OnFacts(FLOW.receiptRecorded)
  handle(@Payload() facts: Received<ReceiptRecorded>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.useCase.execute(facts, unit);
  }
}

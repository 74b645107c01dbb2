import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type InboundReceived } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { NoteOptOuts } from '../../application/people/note-opt-outs.ts';

@Controller()
export class OnInboundReceived {
  constructor(@Inject(NoteOptOuts) private readonly useCase: NoteOptOuts) {}

  @OnFacts(FLOW.inboundReceived)
  handle(@Payload() facts: Received<InboundReceived>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.useCase.fromInbound(facts, unit);
  }
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type ConsentChanged } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { NoteOptOuts } from '../../application/people/note-opt-outs.ts';

@Controller()
export class OnConsentChanged {
  constructor(@Inject(NoteOptOuts) private readonly useCase: NoteOptOuts) {}

  @OnFacts(FLOW.consentChanged)
  handle(@Payload() facts: Received<ConsentChanged>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.useCase.fromConsent(facts, unit);
  }
}

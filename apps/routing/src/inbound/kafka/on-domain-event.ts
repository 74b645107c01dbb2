import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type DomainEvent, FLOW } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { StartRuns } from '../../application/start-runs.ts';

@Controller()
export class OnDomainEvent {
  readonly #startRuns: StartRuns;
  constructor(@Inject(StartRuns) startRuns: StartRuns) {
    this.#startRuns = startRuns;
  }

  @OnFacts(FLOW.domainEvents)
  handle(@Payload() events: Received<DomainEvent>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#startRuns.execute(events, unit);
  }
}

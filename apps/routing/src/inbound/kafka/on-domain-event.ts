import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type DomainEvent, FLOW } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { RememberActivity } from '../../application/launches/remember-activity.ts';
import { StartRuns } from '../../application/runs/start-runs.ts';

@Controller()
export class OnDomainEvent {
  readonly #startRuns: StartRuns;
  readonly #rememberActivity: RememberActivity;
  constructor(
    @Inject(StartRuns) startRuns: StartRuns,
    @Inject(RememberActivity) rememberActivity: RememberActivity,
  ) {
    this.#startRuns = startRuns;
    this.#rememberActivity = rememberActivity;
  }

  @OnFacts(FLOW.domainEvents)
  handle(@Payload() events: Received<DomainEvent>[], @Ctx() unit: UnitOfWork): Promise<void> {
    this.#rememberActivity.events(events, unit);
    return this.#startRuns.execute(events, unit);
  }
}

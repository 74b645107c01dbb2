import { FLOW, type MessageAttempted } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { MatchReports } from '../../application/match-reports.ts';

/** Fact 5, where reports about a message will name the provider's id only. */
@Controller()
export class OnMessageAttempted {
  readonly #matchReports: MatchReports;
  constructor(@Inject(MatchReports) matchReports: MatchReports) {
    this.#matchReports = matchReports;
  }

  @OnFacts(FLOW.messageAttempted)
  handle(@Payload() facts: readonly Received<MessageAttempted>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#matchReports.learn(facts, unit);
  }
}

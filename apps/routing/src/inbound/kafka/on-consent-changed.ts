import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type ConsentChanged, FLOW } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { type OptOut, WithdrawCovered } from '../../application/runs/withdraw-covered.ts';

@Controller()
export class OnConsentChanged {
  readonly #withdrawCovered: WithdrawCovered;
  constructor(@Inject(WithdrawCovered) withdrawCovered: WithdrawCovered) {
    this.#withdrawCovered = withdrawCovered;
  }

  @OnFacts(FLOW.consentChanged)
  handle(@Payload() facts: Received<ConsentChanged>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#withdrawCovered.execute(facts.map(toOptOut), unit);
  }
}

function toOptOut({ data, traceparent }: Received<ConsentChanged>): OptOut {
  const why = { rule: `consent ${data.state}`, values: { ledger: data.entry, at: data.at } };
  return { recipient: data.recipient, scope: data.scope, why, traceparent };
}

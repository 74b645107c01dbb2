import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type InboundReceived } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { type OptOut, WithdrawCovered } from '../../application/runs/withdraw-covered.ts';

/** A STOP covers sms, mms and rcs, whatever the purpose. The copy for the number itself concerns no run. */
@Controller()
export class OnInboundReceived {
  readonly #withdrawCovered: WithdrawCovered;
  constructor(@Inject(WithdrawCovered) withdrawCovered: WithdrawCovered) {
    this.#withdrawCovered = withdrawCovered;
  }

  @OnFacts(FLOW.inboundReceived)
  handle(@Payload() facts: Received<InboundReceived>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#withdrawCovered.execute(facts.flatMap(toOptOut), unit);
  }
}

function toOptOut({ data, traceparent }: Received<InboundReceived>): OptOut[] {
  if (data.recipient === undefined || data.meaning !== 'opt-out') return [];
  const why = { rule: 'opted out by text', values: { at: data.at } };
  return [{ recipient: data.recipient, scope: { channels: ['sms', 'mms', 'rcs'] }, why, traceparent }];
}

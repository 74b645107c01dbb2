import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type InboundReceived } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { TakeAnswers } from '../../application/answers/take-answers.ts';
import { type OptOut, WithdrawCovered } from '../../application/runs/withdraw-covered.ts';

/** A text may answer a run, and may opt out: CANCEL can be both. The copy for the number itself concerns no run. */
@Controller()
export class OnInboundReceived {
  readonly #withdrawCovered: WithdrawCovered;
  readonly #takeAnswers: TakeAnswers;

  constructor(
    @Inject(WithdrawCovered) withdrawCovered: WithdrawCovered,
    @Inject(TakeAnswers) takeAnswers: TakeAnswers,
  ) {
    this.#withdrawCovered = withdrawCovered;
    this.#takeAnswers = takeAnswers;
  }

  @OnFacts(FLOW.inboundReceived)
  async handle(@Payload() facts: Received<InboundReceived>[], @Ctx() unit: UnitOfWork): Promise<void> {
    // What opts out takes back what is under way, and after that the answer has its way.
    await this.#withdrawCovered.execute(facts.flatMap(toOptOut), unit);
    await this.#takeAnswers.execute(facts, unit);
  }
}

/** A STOP covers sms, mms and rcs, whatever the purpose; by mail it covers mails. */
function toOptOut({ data, traceparent }: Received<InboundReceived>): OptOut[] {
  if (data.recipient === undefined || data.meaning !== 'opt-out') return [];
  const why = { rule: 'opted out by text', values: { at: data.at } };
  const channels = data.channel === 'email' ? (['email'] as const) : (['sms', 'mms', 'rcs'] as const);
  return [{ recipient: data.recipient, scope: { channels: [...channels] }, why, traceparent }];
}

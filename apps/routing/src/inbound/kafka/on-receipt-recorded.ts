import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type ReceiptRecorded } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { AdvanceRuns, type RunStimulus } from '../../application/runs/advance-runs.ts';
import { RememberActivity } from '../../application/launches/remember-activity.ts';

@Controller()
export class OnReceiptRecorded {
  readonly #advanceRuns: AdvanceRuns;
  readonly #rememberActivity: RememberActivity;
  constructor(
    @Inject(AdvanceRuns) advanceRuns: AdvanceRuns,
    @Inject(RememberActivity) rememberActivity: RememberActivity,
  ) {
    this.#advanceRuns = advanceRuns;
    this.#rememberActivity = rememberActivity;
  }

  @OnFacts(FLOW.receiptRecorded)
  handle(@Payload() facts: Received<ReceiptRecorded>[], @Ctx() unit: UnitOfWork): Promise<void> {
    this.#rememberActivity.receipts(facts, unit);
    return this.#advanceRuns.execute(facts.flatMap(toStimulus), unit);
  }
}

function toStimulus({ data, traceparent }: Received<ReceiptRecorded>): RunStimulus[] {
  const { runId, messageId, kind, weak, provider, reason, at } = data;
  if (runId === null) return [];
  const values = {
    at,
    ...(provider === undefined ? {} : { provider }),
    ...(weak === undefined ? {} : { weak }),
  };
  return [
    {
      runId,
      traceparent,
      stimulus: {
        kind: 'receipt',
        messageId,
        receipt: kind,
        weak,
        why: { rule: reason ?? `${kind} reported`, values },
      },
    },
  ];
}

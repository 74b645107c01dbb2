import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type MessageAttempted } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { AdvanceRuns, type RunStimulus } from '../../application/runs/advance-runs.ts';

@Controller()
export class OnMessageAttempted {
  readonly #advanceRuns: AdvanceRuns;
  constructor(@Inject(AdvanceRuns) advanceRuns: AdvanceRuns) {
    this.#advanceRuns = advanceRuns;
  }

  @OnFacts(FLOW.messageAttempted)
  handle(@Payload() facts: Received<MessageAttempted>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#advanceRuns.execute(facts.flatMap(toStimulus), unit);
  }
}

function toStimulus({ data, traceparent }: Received<MessageAttempted>): RunStimulus[] {
  const { runId, messageId, request, outcome, answersWithdrawal } = data;
  if (runId === null) return [];
  const acceptedAt = data.acceptedAt === undefined ? undefined : Date.parse(data.acceptedAt);
  const calledAt = data.calledAt === undefined ? undefined : Date.parse(data.calledAt);
  return [
    {
      runId,
      traceparent,
      stimulus: {
        kind: 'attempted',
        messageId,
        request,
        outcome,
        acceptedAt,
        calledAt,
        sender: data.sender,
        answersWithdrawal,
        why: whyOf(data),
      },
    },
  ];
}

/**
 * The story tells the provider's words, and on what the permission rested; of an unknown outcome also when the call was,
 * for the rung's time counts from there.
 */
function whyOf({ outcome, provider, reason, permission, attempts, calledAt }: MessageAttempted): {
  rule: string;
  values: Record<string, unknown>;
} {
  return {
    rule: reason ?? outcome,
    values: {
      ...(provider === undefined ? {} : { provider }),
      attempts,
      ...(outcome !== 'unknown' || calledAt === undefined ? {} : { calledAt }),
      ...(permission === undefined ? {} : { permittedBy: permission.why, decidedAt: permission.decidedAt }),
    },
  };
}

import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { FLOW, type MessageDecided } from '@hermod/contracts';
import { OnFacts, type Received, UnitOfWork } from '@hermod/messaging';
import { AdvanceRuns, type RunStimulus } from '../../application/runs/advance-runs.ts';

/** Deferred and refused messages; what is permitted comes back as an attempt (ADR 0008). */
@Controller()
export class OnMessageDecided {
  readonly #advanceRuns: AdvanceRuns;
  constructor(@Inject(AdvanceRuns) advanceRuns: AdvanceRuns) {
    this.#advanceRuns = advanceRuns;
  }

  @OnFacts(FLOW.messageDecided)
  handle(@Payload() facts: Received<MessageDecided>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#advanceRuns.execute(facts.flatMap(toStimulus), unit);
  }
}

function toStimulus({ data, traceparent }: Received<MessageDecided>): RunStimulus[] {
  const { runId, messageId, request, decision, of, until, why } = data;
  if (runId === null || decision === 'permitted') return [];
  const at = until === undefined ? undefined : Date.parse(until);
  return [
    {
      runId,
      traceparent,
      stimulus: { kind: 'decided', messageId, request, decision, of, until: at, why: withLedger(why) },
    },
  ];
}

function withLedger({ rule, values, ledger }: MessageDecided['why']): {
  rule: string;
  values: Record<string, unknown>;
} {
  return { rule, values: ledger === undefined ? values : { ...values, ledger } };
}

import { HermodError } from '@hermod/contracts';
import type { DeliveredReceipts, EndedRun, HandedOver } from './evidence.ts';
import type { SentEvent } from './generator.ts';
import { expectedOf, type Scenario } from './scenarios.ts';

/** What the simulator, the API and Kafka say afterwards. */
export interface Evidence {
  readonly ledger: readonly HandedOver[];
  readonly runs: ReadonlyMap<string, EndedRun>;
  readonly receipts: DeliveredReceipts;
}

/** What the journeys came to. */
export interface Verdict {
  /** From each event to the hand-over of its first message, in milliseconds. */
  readonly handOverMs: readonly number[];
  /** When the last journey had ended and its last message was reported as delivered, in milliseconds of the epoch. */
  readonly doneAt: number;
  readonly repeatedReceipts: number;
}

/**
 * Looks at each journey: its run has ended as it should, and each of its messages was handed over exactly once and
 * reported as delivered; and nothing else was handed over.
 * @throws HermodError BENCH_WRONG with the number of findings and the first of them.
 */
export function judge(scenario: Scenario, events: readonly SentEvent[], evidence: Evidence): Verdict {
  const { ledger, runs, receipts } = evidence;
  const findings: string[] = [];
  const accepted = Map.groupBy(ledger, ({ message }) => message);
  const handOverMs: number[] = [];
  let doneAt = 0;
  for (const event of events) {
    const { run: runId, messages } = expectedOf(scenario, event);
    const run = runs.get(runId);
    if (run?.status !== 'ended' || run.outcome !== scenario.outcome)
      findings.push(`run ${runId} is ${describe(run)} instead of ended as ${scenario.outcome}`);
    const [first] = accepted.get(messages[0]!) ?? [];
    if (first !== undefined) handOverMs.push(first.acceptedAt - event.sentAt);
    for (const message of messages) {
      const times = accepted.get(message)?.length ?? 0;
      if (times !== 1) findings.push(`message ${message} was handed over ${times} times`);
      if (!receipts.firstAt.has(message)) findings.push(`message ${message} was never reported as delivered`);
      doneAt = Math.max(doneAt, receipts.firstAt.get(message) ?? 0);
      accepted.delete(message);
    }
    doneAt = Math.max(doneAt, Date.parse(run?.endedAt ?? '') || 0);
  }
  for (const message of accepted.keys()) findings.push(`message ${message} belongs to none of the events`);
  if (findings.length > 0) throw wrong(findings);
  return { handOverMs, doneAt, repeatedReceipts: receipts.repeats };
}

function describe(run: EndedRun | undefined): string {
  if (run === undefined) return 'missing';
  return run.outcome === undefined ? run.status : `${run.status} as ${run.outcome}`;
}

function wrong(findings: readonly string[]): HermodError {
  const shown = findings.slice(0, 5).map((finding) => `\n  ${finding}`);
  return new HermodError(
    'BENCH_WRONG',
    `The journeys did not end as they should, ${findings.length} findings:${shown.join('')}`,
  );
}

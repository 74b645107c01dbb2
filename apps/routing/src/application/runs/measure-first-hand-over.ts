import { laneOf } from '@hermod/contracts';
import type { CompiledJourney, Stimulus } from '@hermod/journey';
import type { UnitOfWork } from '@hermod/messaging';
import { histogramOf, METRICS } from '@hermod/telemetry';
import type { StoredRun } from '../../storage/journey-runs.ts';

const delay = histogramOf(METRICS.eventToHandOver);

/** A run as it was before the stimulus. */
interface RunBefore {
  readonly stored: StoredRun;
  readonly journey: CompiledJourney;
}

/**
 * Measures how long an event took to its first message: only where a run's first step says something at once, for what
 * comes behind a wait, a later rung or quiet hours tells nothing of how fast the system is. An event without a time counts
 * from its run's start.
 */
export function measureFirstHandOver(
  { stored, journey }: RunBefore,
  stimulus: Stimulus,
  unit: UnitOfWork,
): void {
  if (stimulus.kind !== 'attempted' || stimulus.outcome !== 'accepted' || stimulus.request > 0) return;
  const { run, event } = stored;
  const message = run.messages[stimulus.messageId];
  const isFirst =
    message?.step === journey.document.steps[0]?.id && message?.visit === 1 && message.rung === 0;
  const { acceptedAt } = stimulus;
  if (!isFirst || acceptedAt === undefined || message.acceptedAt !== undefined) return;
  const happenedAt = Date.parse(String(event['time']));
  const delayMs = acceptedAt - (Number.isNaN(happenedAt) ? run.startedAt : happenedAt);
  const lane = laneOf(run.purpose);
  unit.afterCommit(() => delay.observe(Math.max(0, delayMs) / 1_000, { lane }));
}

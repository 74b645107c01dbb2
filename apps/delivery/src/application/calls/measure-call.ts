import type { Lane } from '@hermod/contracts';
import type { HandOverResult, NotFound } from '@hermod/providers';
import { counterOf, histogramOf, METRICS } from '@hermod/telemetry';
import type { OpenedAttempt } from '../opening/open-attempts.ts';

const duration = histogramOf(METRICS.handOverDuration);
const sincePermission = histogramOf(METRICS.permissionToHandOver);
const possibleDuplicates = counterOf(METRICS.possibleDuplicates);

/** Shows 0 for the providers from the start: a first duplicate would not look like an increase. */
export function showPossibleDuplicatesOf(providers: readonly string[]): void {
  for (const provider of providers) possibleDuplicates.inc({ provider }, 0);
}

/** A call that has ended. */
export interface EndedCall {
  readonly provider: string;
  readonly result: HandOverResult | NotFound;
  readonly calledAt: Date;
  readonly tookMs: number;
}

/** Measures a call of a provider; a look-up hands nothing over. */
export function measureCall(lane: Lane, { attempt, message, act }: OpenedAttempt, call: EndedCall): void {
  const { provider, result, calledAt, tookMs } = call;
  const { outcome } = result;
  const mayBeOut = outcome === 'accepted' || outcome === 'unknown';
  if (attempt.resends !== null && mayBeOut) possibleDuplicates.inc({ provider });
  if (act === 'look-up') return;
  duration.observe(tookMs / 1_000, { provider, outcome });
  if (outcome !== 'accepted') return;
  const delayMs = calledAt.getTime() - message.decidedAt.getTime();
  sincePermission.observe(Math.max(0, delayMs) / 1_000, { lane });
}

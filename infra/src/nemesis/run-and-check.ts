import type { Step } from '../system/foundation.ts';
import { type Checked, checkAll, isBroken } from './checker/check.ts';
import { invariantsFor } from './checker/invariants.ts';
import type { Evidence } from './evidence.ts';
import { JOURNEY_TIMES } from './load/journeys.ts';
import { runTrial, type Trial } from './run-nemesis.ts';

/** A run with what the checker found in it. */
export interface CheckedRun {
  readonly evidence: Evidence;
  readonly checked: readonly Checked[];
  readonly held: readonly Checked[];
  readonly broken: readonly Checked[];
}

/** Runs the nemesis once and checks every invariant. */
export async function runAndCheck(trial: Trial, step: Step, signal: AbortSignal): Promise<CheckedRun> {
  const evidence = await runTrial(trial, step, signal);
  const checked = checkAll(evidence, invariantsFor(JOURNEY_TIMES));
  return {
    evidence,
    checked,
    held: checked.filter((each) => !isBroken(each)),
    broken: checked.filter(isBroken),
  };
}

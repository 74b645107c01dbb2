import { newRun } from '@hermod/journey';
import type { Candidate, Occasion, Once } from './find-candidates.ts';
import type { RunChanges } from './run-changes.ts';

/** What a unit of work knows where a run may start. */
export interface StartSurroundings {
  readonly changes: RunChanges;
  readonly once: Once;
  /** The recipient's attributes. */
  readonly known: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/** Starts a run, unless its value counts already. Returns its id. */
export function startRun<E extends Occasion>(
  { entry, event, once: rule }: Candidate<E>,
  { changes, once, known, now }: StartSurroundings,
): string | undefined {
  const { compiled, version } = entry;
  const { recipient, view, traceparent } = event;
  const run = newRun(compiled, version, view, recipient, now.getTime());
  if (rule !== undefined && !once.take(rule, run.id)) return undefined;
  changes.add({ run, event: view, traceparent }, compiled);
  changes.apply(run.id, { kind: 'start' }, known, traceparent);
  return run.id;
}

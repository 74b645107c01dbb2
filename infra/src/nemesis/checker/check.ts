import type { Evidence } from '../evidence.ts';
import type { Finding, Invariant } from './invariant.ts';

/** An invariant with what was found about it. */
export interface Checked {
  readonly invariant: Invariant;
  readonly finding: Finding;
}

/** Looks at the evidence with every invariant, in their order. Pure: the same evidence gives the same findings. */
export function checkAll(evidence: Evidence, invariants: readonly Invariant[]): Checked[] {
  return invariants.map((invariant) => ({ invariant, finding: invariant.check(evidence) }));
}

/** Whether something that must hold did not. */
export function isBroken({ finding }: Checked): boolean {
  return finding.breaches.length > 0;
}

/** Names of the invariants that were never put to the test: they say nothing about this run. */
export function untested(checked: readonly Checked[]): string[] {
  return checked.filter(({ finding }) => finding.tested === 0).map(({ invariant }) => invariant.name);
}

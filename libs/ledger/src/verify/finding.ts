/**
 * What is wrong. `changed`: it isn't as it was written; `removed`: it is missing; `inserted`: it was never written by the
 * service; `reordered`: it stands in another place; `cut-off`: the end is missing; `root-differs`: a day isn't as it was closed.
 */
export type FindingKind = 'changed' | 'removed' | 'inserted' | 'reordered' | 'cut-off' | 'root-differs';

/** One thing that a verification has found. */
export interface Finding {
  readonly kind: FindingKind;
  readonly recipient?: string;
  /** Place in the recipient's chain. */
  readonly sequence?: number;
  /** Id of the entry. */
  readonly entry?: string;
  /** UTC, such as `2026-11-22`. */
  readonly day?: string;
  /** In words, without anything personal. */
  readonly what: string;
}

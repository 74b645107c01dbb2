import type { Evidence } from '../evidence.ts';

/** One breach, in words. */
export interface Breach {
  readonly words: string;
  /** The message or run that it is about, whose story is printed. */
  readonly message?: string;
  readonly run?: string;
}

/** How often an invariant was looked at, and what broke it. */
export interface Finding {
  readonly tested: number;
  readonly breaches: readonly Breach[];
}

/** Something that must hold whatever happens. */
export interface Invariant {
  /** Short and stable, such as `no-double`; planted bugs name the one that has to catch them. */
  readonly name: string;
  /** One sentence for the table. */
  readonly says: string;
  check(evidence: Evidence): Finding;
}

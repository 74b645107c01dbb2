import type { Openness } from './open-hours.ts';

/** Something that is open or closed by the clocks of a zone. */
export interface OpenOrClosed {
  /** Named in decisions. */
  readonly rule: 'legal-window' | 'quiet-hours';
  /** Whose it is: a pack, the organisation, the recipient. */
  readonly of: string;
  /** The same for everything that is open at the same times. */
  readonly key: string;
  at(zone: string, instant: number): Openness;
}

/** A rule in one zone. */
export interface Door {
  readonly rule: OpenOrClosed;
  readonly zone: string;
}

import type { Alteration } from '../../alter/alteration.ts';
import type { InvariantName } from '../checker/invariants.ts';
import type { FaultRecord } from '../evidence.ts';

/** A fault without which a bug may go unseen. */
export interface NeededFault {
  readonly kind: FaultRecord['kind'];
  /** A service, a protocol of the simulator, `broker` or `database`; absent where any will do. */
  readonly target?: string;
  readonly detail?: string;
}

/** A mistake that the checker has to notice: what it looks like in the code, and which invariant it breaks. */
export interface PlantedBug extends Alteration {
  readonly caughtBy: InvariantName;
  /** What is wrong, in one sentence. */
  readonly says: string;
  /** How it breaks the invariant, and how often in a short run (1,000 events, 30 faults, 3 minutes). */
  readonly shows: string;
  readonly needs: readonly NeededFault[];
}

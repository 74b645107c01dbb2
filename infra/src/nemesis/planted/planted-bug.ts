import type { InvariantName } from '../checker/invariants.ts';
import type { FaultRecord } from '../evidence.ts';

/** A service whose processes may get a bug; the outside world gets none. */
export type BuggyService = 'gateway' | 'routing' | 'consent' | 'delivery' | 'receipts';

/** One piece of compiled JavaScript, and what stands in its place. */
export interface Patch {
  /** From the root of the repository, such as `apps/delivery/dist/application/last-look.js`. */
  readonly file: `${'apps' | 'libs'}/${string}/dist/${string}.js`;
  /** Occurs exactly once in the file. White space stands for any white space, or none. */
  readonly find: string;
  readonly replace: string;
}

/** A fault without which a bug may go unseen. */
export interface NeededFault {
  readonly kind: FaultRecord['kind'];
  /** A service, a protocol of the simulator, `broker` or `database`; absent where any will do. */
  readonly target?: string;
  readonly detail?: string;
}

/** A mistake that the checker has to notice: what it looks like in the code, and which invariant it breaks. */
export interface PlantedBug {
  readonly name: string;
  readonly caughtBy: InvariantName;
  /** What is wrong, in one sentence. */
  readonly says: string;
  /** How it breaks the invariant, and how often in a short run (1,000 events, 30 faults, 3 minutes). */
  readonly shows: string;
  readonly needs: readonly NeededFault[];
  /** Whose processes get it. */
  readonly services: readonly BuggyService[];
  readonly patches: readonly Patch[];
}

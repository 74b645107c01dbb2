/** A service whose processes may be altered; the outside world is never. */
export type AlteredService = 'gateway' | 'routing' | 'consent' | 'delivery' | 'receipts';

/** One piece of compiled JavaScript, and what stands in its place. */
export interface Patch {
  /** From the root of the repository, such as `apps/delivery/dist/application/opening/last-look.js`. */
  readonly file: `${'apps' | 'libs'}/${string}/dist/${string}.js`;
  /** Occurs exactly once in the file. White space stands for any white space, or none. */
  readonly find: string;
  readonly replace: string;
}

/**
 * A change of compiled files that holds while a process of an experiment loads them: a bug that has to be noticed, or
 * a safety whose cost is measured by leaving it out. The product's code knows nothing of it.
 */
export interface Alteration {
  readonly name: string;
  /** Whose processes get it. */
  readonly services: readonly AlteredService[];
  readonly patches: readonly Patch[];
}

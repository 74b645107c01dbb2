import { isTransientDatabaseError } from '@hermod/postgres';

/** What came of firing. */
export interface FiredApart<T> {
  readonly fired: number;
  /** Those that fail by themselves, each with why. */
  readonly failed: readonly { readonly timer: T; readonly error: unknown }[];
}

/**
 * Fires timers together; what fails for a reason that does not pass is halved, down to the one that fails alone. So one run
 * that can't go on holds up nobody else's timers.
 * @param fire returns how many fired
 * @throws what passes, such as a database that is away: then all of them are to be tried again.
 */
export async function fireApart<T>(
  due: readonly T[],
  fire: (due: readonly T[]) => Promise<number>,
): Promise<FiredApart<T>> {
  try {
    return { fired: await fire(due), failed: [] };
  } catch (error) {
    if (isTransientDatabaseError(error)) throw error;
    if (due.length === 1) return { fired: 0, failed: [{ timer: due[0]!, error }] };
    const middle = Math.ceil(due.length / 2);
    const first = await fireApart(due.slice(0, middle), fire);
    const second = await fireApart(due.slice(middle), fire);
    return { fired: first.fired + second.fired, failed: [...first.failed, ...second.failed] };
  }
}

import type { DeadLetterPage, DeadLetterSummary } from '@hermod/api';
import { writeCursor } from '@hermod/http';

/** One page of everything that the services could not handle. */
export interface MergedDeadLetters {
  readonly deadLetters: readonly DeadLetterSummary[];
  readonly next?: string;
}

/**
 * Merges the pages of several services, newest first, into one of at most `limit`. Each was read behind the same
 * cursor, so the last one that is shown is the cursor of the next page for all of them.
 */
export function mergeDeadLetters(pages: readonly DeadLetterPage[], limit: number): MergedDeadLetters {
  const all = pages.flatMap(({ deadLetters }) => deadLetters).toSorted(newestFirst);
  const deadLetters = all.slice(0, limit);
  const last = deadLetters.at(-1);
  const isMore = all.length > limit || pages.some(({ next }) => next !== undefined);
  return {
    deadLetters,
    ...(isMore && last !== undefined ? { next: writeCursor([last.deadAt, last.id]) } : {}),
  };
}

/** As the services sort: by time, and then by id, descending. */
function newestFirst(a: DeadLetterSummary, b: DeadLetterSummary): number {
  return Date.parse(b.deadAt) - Date.parse(a.deadAt) || (a.id < b.id ? 1 : -1);
}

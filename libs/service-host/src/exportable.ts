import { HermodError } from '@hermod/contracts';

/** Most rows of one kind that one export holds. */
export const MOST_EXPORTED = 10_000;

/**
 * Passes rows on into an export, whole or not at all.
 * @param rows one more than may be, if there are as many.
 * @throws HermodError EXPORT_TOO_LARGE.
 */
export function exportable<T>(what: string, rows: readonly T[]): readonly T[] {
  if (rows.length <= MOST_EXPORTED) return rows;
  throw new HermodError('EXPORT_TOO_LARGE', `there are more than ${MOST_EXPORTED} ${what}`, {
    fix: 'read them page by page from their own address',
  });
}

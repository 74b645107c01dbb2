/** Pages of a list: `?limit=&next=`, where `next` is opaque to the client. */
import { z } from 'zod';

/** A cursor from the sort key of the last row. */
export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * The sort key in a cursor.
 * @throws ZodError (a 400) when it is not one of ours.
 */
export function readCursor<T>(next: string | undefined, key: z.ZodType<T>): T | undefined {
  return next === undefined ? undefined : cursorOf(key).parse({ next }).next;
}

/** A schema rather than a function that throws, so that a broken cursor is told like any other wrong field. */
function cursorOf<T>(key: z.ZodType<T>): z.ZodType<{ next: T }> {
  const decoded = z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    } catch {
      context.addIssue({ code: 'custom', message: 'use `next` exactly as the previous page gave it' });
      return z.NEVER;
    }
  });
  return z.object({ next: decoded.pipe(key) });
}

/**
 * One page of rows that were read with `limit + 1`.
 * @param keyOf the sort key of a row.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
): { items: readonly Row[]; next?: string } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: writeCursor(keyOf(last)) } : { items };
}

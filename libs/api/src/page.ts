import { z } from 'zod';

/** Query of a list; extend it with the list's own filters. */
export const PageQuery = z.object({
  limit: z.coerce.number<number | string>().int().min(1).max(200).default(50).describe('How many at most.'),
  next: z.string().max(1024).optional().describe('`next` of the page before, exactly as it was given.'),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Stands in a page when there are more. */
export const nextCursor = z
  .string()
  .optional()
  .describe('Opaque; send it as `next` for the page after this one. Absent on the last.');

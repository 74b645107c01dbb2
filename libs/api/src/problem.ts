import { z } from 'zod';

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of every error. Source: RFC 9457, with what helps the sender to mend it. */
export const Problem = z
  .object({
    type: z.string().describe('Stable for a kind of problem, such as `urn:hermod:problem:run-not-found`.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().optional().describe('What is wrong, in words.'),
    code: z.string().describe('Stable for a kind of problem, such as `RUN_NOT_FOUND`.'),
    field: z.string().optional().describe('The field of the request that is wrong, as a path.'),
    fix: z.string().optional().describe('What the sender can do about it.'),
    problems: z
      .array(z.object({ field: z.string(), message: z.string(), fix: z.string().optional() }))
      .optional()
      .describe('Every mistake, when several were found in one pass.'),
    instance: z.string().optional().describe('The path that was asked for.'),
    reference: z
      .string()
      .optional()
      .describe('Of an unexpected error: where the operator finds it in the log.'),
  })
  .meta({ id: 'Problem', description: 'What went wrong, where, and what to do about it (RFC 9457).' });
export type Problem = z.infer<typeof Problem>;

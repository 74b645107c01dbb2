/** What pages that people reach by a link have in common. */
import { z } from 'zod';
import { Problem, PROBLEM_TYPE } from '../problem.ts';

/** The languages of the pages. */
export const PAGE_LANGUAGES = ['en', 'sv', 'de', 'fr'] as const;
export const PageLanguage = z.enum(PAGE_LANGUAGES);
export type PageLanguage = z.infer<typeof PageLanguage>;

export const TokenPath = z.object({ token: z.string().min(1).describe('Signed by Hermod.') });
export const LANGUAGE_QUERY = z.object({
  lang: z
    .string()
    .optional()
    .describe(`One of ${PAGE_LANGUAGES.join(', ')}; else the recipient's, else the browser's.`),
});
export const PAGE = { 'text/html': z.string() };
/** The gateway may answer before the page is asked. */
export const PAGE_OR_PROBLEM = { ...PAGE, [PROBLEM_TYPE]: Problem };

import { z } from 'zod';

/** PostgreSQL keeps neither NUL nor half a surrogate pair in text or jsonb. */
function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

const UNSTORABLE = 'take out what is no text: NUL characters and halves of surrogate pairs';

/** A text that can be kept, of 1 to `max` characters. */
export const storableText = (max: number): z.ZodString =>
  z.string().min(1).max(max).refine(isStorableText, UNSTORABLE);

/**
 * Why a JSON value can't be kept, or undefined when it can. It is looked through before anything recursive
 * touches it, so depth can't hurt.
 * @param depth how deep objects and lists may be nested from here.
 */
export function findUnstorable(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : UNSTORABLE;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === 0) return 'nest objects and lists less deeply';
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorableText(key)) return UNSTORABLE;
    const problem = findUnstorable(inner, depth - 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

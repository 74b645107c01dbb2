import type { Finding } from '../problem.ts';
import { examine, type Known } from './examine.ts';

/**
 * Finds every mistake of a document in one pass, each with its path and what mends it: errors, with which it can't be saved,
 * and warnings. Total: whatever it is given, it answers. At most 200 findings.
 * @param known the templates that there are, where that is known
 */
export function check(input: unknown, known: Known = {}): readonly Finding[] {
  return examine(input, known).findings;
}

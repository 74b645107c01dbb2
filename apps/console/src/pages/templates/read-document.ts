// First, and with an effect: what follows makes schemas when it is loaded.
import '../../shared/no-eval.ts';
import { HermodError } from '@hermod/contracts';
import { readSource } from '@hermod/journey';

/** What a text says as YAML or JSON, or what is wrong with it. */
export function readDocument(text: string): { readonly document: unknown } | { readonly mistake: string } {
  try {
    return { document: readSource(text, 'yaml') };
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return { mistake: error.message };
  }
}

// First, and with an effect: what follows makes schemas when it is loaded.
import '../../shared/no-eval.ts';
import { compileTemplate, TemplateDocument } from '@hermod/channels';

/** The variables that a template names, in all its languages; none as long as it can't be compiled. */
export function variablesOf(document: unknown): readonly string[] {
  const read = TemplateDocument.safeParse(document);
  if (!read.success) return [];
  try {
    return compileTemplate(read.data).variables;
  } catch {
    // What is wrong with it, the preview tells at its field.
    return [];
  }
}

import { HermodError } from '@hermod/contracts';
import { parseDocument } from 'yaml';
import type { z } from 'zod';

/** A file as it was found; its name stands in errors. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** A file and what it says. */
export interface ReadFile<T> {
  readonly name: string;
  readonly value: T;
}

interface Problem {
  readonly field: string;
  readonly message: string;
}

/** Which errors are thrown, and what mends them. */
export interface Blame {
  readonly code: string;
  readonly fix: string;
}

const MOST_CHARS = 500_000;
const MOST_ALIASES = 20;

/**
 * Reads YAML files that each hold one value of a schema. All mistakes of all files are told at once.
 * @throws HermodError with the code given; each problem's field is the file's name and the path within it.
 */
export function readYamlFiles<Schema extends z.ZodType>(
  files: readonly NamedText[],
  schema: Schema,
  blame: Blame,
): ReadFile<z.output<Schema>>[] {
  const problems: Problem[] = [];
  const read: ReadFile<z.output<Schema>>[] = [];
  for (const { name, text } of files) {
    const parsed = parseYaml(text);
    if ('problem' in parsed) {
      problems.push({ field: name, message: parsed.problem });
      continue;
    }
    const result = schema.safeParse(parsed.value);
    if (result.success) read.push({ name, value: result.data });
    else
      for (const { path, message } of result.error.issues)
        problems.push({ field: fieldOf(name, path), message });
  }
  refuse(problems, blame);
  return read;
}

/** @throws HermodError when there are problems. */
export function refuse(problems: readonly Problem[], { code, fix }: Blame): void {
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  throw new HermodError(code, `${first.field}: ${first.message}${more}`, {
    field: first.field,
    fix,
    problems,
  });
}

function parseYaml(text: string): { readonly value: unknown } | { readonly problem: string } {
  if (text.length > MOST_CHARS) return { problem: `the file is longer than ${MOST_CHARS} characters` };
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return { problem: `this is no YAML: ${error.message.split('\n')[0]!}` };
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (cause) {
    return { problem: `this can't be read: ${(cause as Error).message}` };
  }
}

/** `us-fl.yaml: versions[0].windows[0].hours`. */
function fieldOf(name: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return path.length === 0 ? name : `${name}: ${steps.join('').replace(/^\./, '')}`;
}

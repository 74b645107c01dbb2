import { HermodError } from '@hermod/contracts';

/** An issue as zod and other Standard Schema libraries report it. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string | undefined;
}

const MOST_PROBLEMS = 50;

/**
 * The error for input that doesn't fit its schema: each issue with its field and fix, at most 50 of them.
 * @param root put before each field, such as `[3]` for the fourth of a batch.
 */
export function invalidRequest(
  issues: readonly SchemaIssue[],
  root = '',
  code = 'REQUEST_INVALID',
): HermodError {
  const problems = issues.slice(0, MOST_PROBLEMS).map((issue) => ({
    field: fieldOf(issue, root),
    message: issue.message,
    fix: fixOf(issue),
  }));
  const first = problems[0] ?? {
    field: root,
    message: 'the request does not fit its schema',
    fix: 'check the request',
  };
  return new HermodError(
    code,
    problems.length > 1 ? `${first.message} (and ${issues.length - 1} more)` : first.message,
    {
      field: first.field,
      fix: first.fix,
      problems,
    },
  );
}

/** `['contactPoints', 0, 'address']` → `contactPoints[0].address`; the document itself is `body`. */
function fieldOf(issue: SchemaIssue, root: string): string {
  const field = (issue.path ?? []).reduce<string>((sofar, segment) => {
    const key = typeof segment === 'object' ? segment.key : segment;
    if (typeof key === 'number') return `${sofar}[${key}]`;
    return sofar === '' ? String(key) : `${sofar}.${String(key)}`;
  }, root);
  return field === '' ? 'body' : field;
}

/** What to do about an issue; of zod's codes, those whose words don't already say it. */
function fixOf(issue: SchemaIssue): string {
  const known = issue as SchemaIssue & Readonly<Record<string, unknown>>;
  switch (issue.code) {
    case 'invalid_type':
      return `${issue.message.endsWith('undefined') ? 'add it:' : 'send'} ${withArticle(String(known['expected']))}`;
    case 'invalid_value':
      return `use ${listOf(known['values'])}`;
    case 'unrecognized_keys':
      return `leave out ${listOf(known['keys'])}`;
    case 'invalid_format':
      // What doesn't fit a pattern says in its message what would.
      return known['format'] === 'regex' ? issue.message : `send a valid ${String(known['format'])}`;
    case 'too_small':
      return `send at least ${String(known['minimum'])}${unitOf(known['origin'])}`;
    case 'too_big':
      return `send at most ${String(known['maximum'])}${unitOf(known['origin'])}`;
    default:
      return issue.message;
  }
}

function listOf(values: unknown): string {
  const shown = Array.isArray(values) ? values.map(String) : [];
  return shown.length > 1
    ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
    : (shown[0] ?? 'another value');
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function unitOf(origin: unknown): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'set' ? ' items' : '';
}

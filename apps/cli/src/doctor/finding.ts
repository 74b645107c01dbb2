/** `unchecked`: it could not be looked at, which by itself is no finding. */
export type FindingState = 'fine' | 'finding' | 'unchecked';

/** What one look at one thing found. */
export interface Finding {
  readonly state: FindingState;
  /** In a sentence without its stop. */
  readonly what: string;
  /** Of a finding: what to do about it. */
  readonly fix?: string;
  /** What was measured, for programs. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Everything that was found in one part of an installation. */
export interface Area {
  readonly name: string;
  readonly findings: readonly Finding[];
}

export function fine(what: string, values?: Finding['values']): Finding {
  return { state: 'fine', what, ...(values === undefined ? {} : { values }) };
}

export function finding(what: string, fix: string, values?: Finding['values']): Finding {
  return { state: 'finding', what, fix, ...(values === undefined ? {} : { values }) };
}

export function unchecked(what: string): Finding {
  return { state: 'unchecked', what };
}

/** The words of an error on one line; errors of several addresses have none of their own. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '' && error.errors.length > 0)
    return wordsOf(error.errors[0]);
  const { name, message, code } = error as NodeJS.ErrnoException;
  // What fetch, sockets and pg say when their deadline has passed.
  if (name === 'AbortError' || name === 'TimeoutError' || message === 'timeout expired')
    return 'no answer in time';
  return (message === '' ? (code ?? String(error)) : message).split('\n')[0]!;
}

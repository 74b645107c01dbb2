/** One of several mistakes behind a failure. */
export interface FailureProblem {
  readonly field: string;
  readonly message: string;
  readonly fix?: string | undefined;
}

/** What a failure tells besides its words. */
export interface FailureDetails {
  /** Stable, such as `UNAUTHENTICATED`. */
  readonly code?: string | undefined;
  readonly field?: string | undefined;
  /** What the person can do about it. */
  readonly fix?: string | undefined;
  readonly problems?: readonly FailureProblem[] | undefined;
  readonly cause?: unknown;
}

/** Something that could not be done, in words for the person who asked for it. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly code: string;
  readonly field: string | undefined;
  readonly fix: string | undefined;
  readonly problems: readonly FailureProblem[];
  constructor(message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code ?? 'FAILED';
    this.field = details.field;
    this.fix = details.fix;
    this.problems = details.problems ?? [];
  }
}

/** The command can't be called like that. */
export class UsageError extends Failure {
  override readonly name = 'UsageError';
  constructor(message: string, fix?: string) {
    super(message, { code: 'USAGE', fix });
  }
}

/**
 * Any error as a failure. A `HermodError` is known by its shape, because loading its package takes longer than most
 * commands; of an error that nobody foresaw the words are told, never the stack.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof Error)) return new Failure(`this was not foreseen: ${String(error)}`);
  if (error.name !== 'HermodError') return unforeseen(error);
  const { code, field, fix, problems } = error as Error & FailureDetails;
  return new Failure(error.message, { code, field, fix, problems, cause: error });
}

function unforeseen(error: Error): Failure {
  const { code } = error as NodeJS.ErrnoException;
  return new Failure(error.message === '' ? (code ?? error.name) : error.message, {
    code: 'UNFORESEEN',
    fix: 'this was not foreseen; run `hermod doctor`, and if all is well there, report it',
    cause: error,
  });
}

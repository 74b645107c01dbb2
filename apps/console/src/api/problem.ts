/** What the API answers when something is wrong (RFC 9457), as far as people are told about it. */
export interface ProblemDetails {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly code: string;
  readonly field?: string;
  readonly fix?: string;
  readonly problems?: readonly { readonly field: string; readonly message: string; readonly fix?: string }[];
}

/** A call that did not succeed; `details` is what the API said, or words of ours when it said nothing. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly details: ProblemDetails;
  constructor(details: ProblemDetails, cause?: unknown) {
    super(details.detail ?? details.title, { cause });
    this.details = details;
  }
}

/** Nobody answered at all. */
export function unreachable(cause: unknown): Problem {
  return new Problem(
    {
      status: 0,
      title: 'Hermod does not answer',
      detail: 'Hermod does not answer.',
      code: 'UNREACHABLE',
      fix: 'Look whether it is running; this page goes on by itself when it is.',
    },
    cause,
  );
}

/** The problem in an answer's body; what is no problem document becomes one that names the status. */
export function problemIn(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body)
    return new Problem({ ...(body as ProblemDetails), status });
  return new Problem({
    status,
    title: 'Something went wrong',
    detail: `Hermod answered ${status} without saying why.`,
    code: 'UNEXPECTED_ANSWER',
    fix: 'Try again in a moment.',
  });
}

/** The problem in anything that was thrown. */
export function problemOf(error: unknown): ProblemDetails {
  if (error instanceof Problem) return error.details;
  return {
    status: 0,
    title: 'Something went wrong',
    detail: 'This page ran into a mistake of its own.',
    code: 'CONSOLE_ERROR',
    fix: 'Reload the page.',
  };
}

/** True for what the same question won't change: the thing isn't there, or may not be seen. */
export function isFinal(error: unknown): boolean {
  return error instanceof Problem && error.details.status >= 400 && error.details.status < 500;
}

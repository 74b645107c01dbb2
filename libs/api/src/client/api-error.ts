import type { Problem } from '../problem.ts';

/** The API refused a request, or could not answer it: `problem` says why and what to do about it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** The HTTP status. */
  readonly status: number;
  readonly problem: Problem;
  /** Seconds after which the same may be tried again, where the answer said so. */
  readonly retryAfterS: number | undefined;
  constructor(problem: Problem, retryAfterS?: number) {
    super(problem.detail ?? problem.title);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** `deadline`: no whole answer in time. `network`: no connection. `unreadable`: an answer that isn't Hermod's. */
export type UnreachableReason = 'deadline' | 'network' | 'unreadable';

/** There is no answer that could be read; whether the request was handled is not known. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
  readonly reason: UnreachableReason;
  constructor(reason: UnreachableReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
  }
}

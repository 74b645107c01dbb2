/** What an error tells besides its words. */
export interface ErrorDetails {
  /** The field of the input that is wrong, as a path such as `steps[2].then.reached`. */
  readonly field?: string | undefined;
  /** What the sender can do about it. */
  readonly fix?: string | undefined;
  /** Several mistakes found in one pass. */
  readonly problems?: readonly { field: string; message: string; fix?: string }[];
  readonly cause?: unknown;
}

/**
 * An error with a stable code such as `JOURNEY_UNKNOWN_STEP`. What it means over HTTP is decided in one
 * table in `@hermod/http`, whether it is retried or dead-lettered in one table in `@hermod/messaging`.
 */
export class HermodError extends Error {
  override readonly name = 'HermodError';
  readonly code: string;
  readonly field: string | undefined;
  readonly fix: string | undefined;
  readonly problems: ErrorDetails['problems'];
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.fix = details.fix;
    this.problems = details.problems;
  }
}

/** Keeps personal data out of what is logged and traced. */

/** E.164 numbers, and mail addresses, wherever they stand in a text. */
const ADDRESSES = /\+\d[\d\s().-]{5,20}\d|[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;

/** The text with phone numbers and mail addresses blanked out. */
export function withoutAddresses(text: string): string {
  return text.includes('+') || text.includes('@') ? text.replace(ADDRESSES, '[address]') : text;
}

/** A short stable name of an error, fit for metrics and spans: its code, else its class. */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && code !== '') return code;
  return error instanceof Error ? error.name : 'Error';
}

/** An error as it is logged. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const DEEPEST_CAUSE = 5;

/**
 * An error for the log, addresses blanked out. Other properties are dropped on purpose: PostgreSQL's
 * `detail` and the bodies that HTTP clients attach quote the data.
 */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: errorType(error), message: withoutAddresses(String(error)) };
  return {
    type: errorType(error),
    message: withoutAddresses(error.message),
    ...(error.stack === undefined ? {} : { stack: withoutAddresses(error.stack) }),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** How long and how often to look. */
export interface EventuallyOptions {
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** Default 25 ms. */
  readonly everyMs?: number;
}

/**
 * Runs a check until it no longer throws, and returns what it returned. This is how a test waits for what
 * happens elsewhere: for the thing itself, never for a time.
 * @throws the check's last error, with how long it was tried.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: EventuallyOptions = {},
): Promise<T> {
  const { timeoutMs = 10_000, everyMs = 25 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw giveUp(error, timeoutMs);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}

/** Keeps the error itself, because its differences between expected and actual are what helps. */
function giveUp(error: unknown, timeoutMs: number): unknown {
  if (!(error instanceof Error)) return error;
  error.message = `still so after ${timeoutMs} ms: ${error.message}`;
  return error;
}

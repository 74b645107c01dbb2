import { UnreadableFact } from '@hermod/contracts';
import { isTransientDatabaseError } from '@hermod/postgres';
import { withoutAddresses } from '@hermod/telemetry';

/** What to do about a unit of work that failed: the one table of retry or dead letter. */
export type Verdict = 'again' | 'split';

/**
 * Errors of connection, time, serialisation and resources pass: the same unit is tried again. Everything else
 * stays wrong however often it is tried: the unit is split down to the record that fails alone.
 */
export function judge(error: unknown): Verdict {
  if (error instanceof UnreadableFact) return 'split';
  return isTransientDatabaseError(error) ? 'again' : 'split';
}

/** Back-off between tries of the same unit: 50 ms doubling to 2 s. */
export function backOffMs(attempt: number): number {
  return Math.min(2_000, 50 * 2 ** attempt);
}

/** An error in the words of a dead letter, without addresses: a database quotes the values it refuses. */
export function describe(error: unknown): { code: string; message: string; field?: string } {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: 'something that is no Error was thrown' };
  const { code, field } = error as { code?: unknown; field?: unknown };
  return {
    code: typeof code === 'string' ? code : error.name,
    message: withoutAddresses(error.message).slice(0, 500),
    ...(typeof field === 'string' ? { field } : {}),
  };
}

import type { PendingConsent } from '../../storage/opt-in-questions.ts';

/** So long a question waits for its YES. */
export const CONFIRM_WITHIN_MS = 7 * 86_400_000;

/**
 * Whether a YES confirms a pending consent: it came after it and in time, and neither a withdrawal nor a STOP came since, even
 * one that a START has lifted.
 */
export function isConfirmed(
  { at, withdrawnAt, stoppedAt }: Pick<PendingConsent, 'at' | 'withdrawnAt' | 'stoppedAt'>,
  yesAt: Date,
): boolean {
  const afterMs = yesAt.getTime() - at.getTime();
  if (afterMs < 0 || afterMs > CONFIRM_WITHIN_MS) return false;
  return [withdrawnAt, stoppedAt].every((end) => end === null || end < at);
}

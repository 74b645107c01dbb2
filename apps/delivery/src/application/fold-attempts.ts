import type { Provider } from '@hermod/providers';
import type { Attempt } from '../storage/attempts.ts';
import type { Message } from '../storage/messages.ts';

/** What a message's attempts come to, and whether it has to be taken up again. */
export type Folded =
  | { readonly kind: 'open' }
  | { readonly kind: 'again'; readonly inMs: number; readonly provider: string }
  | {
      readonly kind: 'ended';
      readonly outcome: 'accepted' | 'failed' | 'unknown' | 'withdrawn';
      readonly reason?: string;
    };

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** Time for a receipt to settle a critical message before it is sent once more. */
const RESEND_AFTER_MS = 3_000;

/**
 * The fold of a message's attempts: the latest of each contact point counts. Accepted by one is accepted; else
 * what may have been sent is unknown; else it failed.
 *
 * @param askedToWaitMs what a throttling provider asked for, by attempt
 */
export function foldAttempts(
  message: Message,
  attempts: readonly Attempt[],
  providerOf: (id: string) => Provider | undefined,
  askedToWaitMs: ReadonlyMap<string, number>,
  now: Date,
): Folded {
  const latest = [...new Map(attempts.map((attempt) => [attempt.contactPoint, attempt])).values()];
  if (latest.some(({ state }) => state === 'started')) return { kind: 'open' };
  const accepted = attempts.some(({ state }) => state === 'accepted');
  const again = latest.flatMap((attempt) => {
    const inMs = againInMs(
      message,
      attempt,
      attempts,
      providerOf(attempt.provider),
      askedToWaitMs.get(attempt.id),
      now,
    );
    return inMs === undefined || (accepted && attempt.state === 'retry')
      ? []
      : [{ inMs, provider: attempt.provider }];
  });
  if (!accepted && !message.withdrawn && again.length > 0)
    return { kind: 'again', ...again.reduce((a, b) => (a.inMs <= b.inMs ? a : b)) };
  if (accepted) return { kind: 'ended', outcome: 'accepted' };
  const unknown = attempts.find(({ state }) => state === 'unknown');
  const outcome =
    unknown !== undefined ? 'unknown' : message.withdrawn && again.length > 0 ? 'withdrawn' : 'failed';
  const reason = (unknown ?? latest.find((attempt) => attempt.reason !== null))?.reason ?? undefined;
  return { kind: 'ended', outcome, ...(reason === undefined ? {} : { reason }) };
}

function againInMs(
  message: Message,
  attempt: Attempt,
  all: readonly Attempt[],
  provider: Provider | undefined,
  askedToWaitMs: number | undefined,
  now: Date,
): number | undefined {
  if (attempt.state === 'uncalled') return 0;
  if (attempt.state === 'retry') {
    const tries = all.filter(
      ({ contactPoint, state }) => contactPoint === attempt.contactPoint && state === 'retry',
    ).length;
    return Math.max(
      Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, tries - 1)),
      askedToWaitMs ?? 0,
    );
  }
  if (attempt.state !== 'unknown' || provider === undefined) return undefined;
  const sinceCallMs = now.getTime() - (attempt.calledAt ?? now).getTime();
  switch (provider.class) {
    case 'look-up':
      return provider.lookUpAfterMs ?? 2 * provider.timeoutMs;
    case 'idempotent':
      // After the key's life the same call would be a new message.
      return sinceCallMs < (provider.keyLifeMs ?? 0) ? growing(sinceCallMs, askedToWaitMs) : undefined;
    case 'repeatable':
      return growing(sinceCallMs, askedToWaitMs);
    case 'at-most-once':
      return message.purpose === 'critical' && attempt.resends === null ? RESEND_AFTER_MS : undefined;
  }
}

/** Waits about as long again as was waited already, or as long as a throttling provider asked for. */
function growing(sinceCallMs: number, askedToWaitMs = 0): number {
  return Math.max(Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, sinceCallMs)), askedToWaitMs);
}

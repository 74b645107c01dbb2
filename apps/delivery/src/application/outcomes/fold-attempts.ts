import type { Provider } from '@hermod/providers';
import type { Attempt } from '../../storage/attempts.ts';
import type { Message } from '../../storage/messages.ts';
import { lookUpAfterMs, remedyOf, sinceCallMsOf } from '../opening/remedy-of.ts';

/** When a message is to be taken up again, and whose window it waits for. */
export interface Again {
  readonly inMs: number;
  /** Not before this, even if the time for the hand-over ends earlier. */
  readonly atLeastMs: number;
  readonly provider: string;
}

/** What a message's attempts come to, and whether it has to be taken up again. */
export type Folded =
  | { readonly kind: 'open' }
  | ({ readonly kind: 'again' } & Again)
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
 * what may have been sent is unknown; else it failed. What was withdrawn is not sent any more, but still looked up; what
 * is about somebody who was erased is not even that.
 *
 * @param askedToWaitMs what a throttling provider asked for, by attempt
 * @param movesTo the provider that is tried next for a contact point that this attempt's couldn't reach
 */
export function foldAttempts(
  message: Message,
  attempts: readonly Attempt[],
  providerOf: (id: string) => Provider | undefined,
  askedToWaitMs: ReadonlyMap<string, number>,
  now: Date,
  movesTo: (attempt: Attempt) => Provider | undefined = () => undefined,
): Folded {
  const latest = latestOf(attempts);
  if (latest.some(({ state }) => state === 'started')) return { kind: 'open' };
  const certain = certainOutcomeOf(attempts);
  const again = latest.flatMap((attempt): Again[] => {
    if (message.erased) return [];
    // One token that took the push is enough, but for those that were never tried.
    if (certain === 'accepted' && (attempt.state !== 'uncalled' || message.withdrawn)) return [];
    const asked = askedToWaitMs.get(attempt.id) ?? 0;
    const next = againOf(message, attempt, attempts, providerOf(attempt.provider), asked, now);
    if (next !== undefined) return [next];
    const other = message.withdrawn ? undefined : movesTo(attempt);
    return other === undefined ? [] : [{ inMs: 0, atLeastMs: 0, provider: other.id }];
  });
  if (again.length > 0) return { kind: 'again', ...again.reduce((a, b) => (a.inMs <= b.inMs ? a : b)) };
  if (certain === 'accepted') return { kind: 'ended', outcome: 'accepted', ...reasonOf(attempts, certain) };
  if (certain === 'unknown') return { kind: 'ended', outcome: 'unknown', ...reasonOf(attempts, certain) };
  const wasWaiting = latest.some(({ state }) => state === 'retry' || state === 'uncalled');
  const reason = latest.find((attempt) => attempt.reason !== null)?.reason ?? undefined;
  const outcome = (message.withdrawn || message.erased) && wasWaiting ? 'withdrawn' : 'failed';
  return { kind: 'ended', outcome, ...(reason === undefined ? {} : { reason }) };
}

/** What no withdrawal, expiry or refusal can change any more: it was accepted, or may have been. */
export function certainOutcomeOf(attempts: readonly Attempt[]): 'accepted' | 'unknown' | undefined {
  if (attempts.some(({ state }) => state === 'accepted')) return 'accepted';
  return attempts.some(({ state }) => state === 'unknown') ? 'unknown' : undefined;
}

function latestOf(attempts: readonly Attempt[]): Attempt[] {
  return [...new Map(attempts.map((attempt) => [attempt.contactPoint, attempt])).values()];
}

function reasonOf(attempts: readonly Attempt[], state: 'accepted' | 'unknown'): { reason?: string } {
  const reason = attempts.find((attempt) => attempt.state === state)?.reason ?? undefined;
  return reason === undefined ? {} : { reason };
}

function againOf(
  message: Message,
  attempt: Attempt,
  all: readonly Attempt[],
  provider: Provider | undefined,
  askedMs: number,
  now: Date,
): Again | undefined {
  const remedy = remedyOf(message, attempt, provider, now);
  const next = (inMs: number, atLeastMs = 0): Again => ({ inMs, atLeastMs, provider: attempt.provider });
  if (remedy === 'look-up') {
    const delayMs = lookUpAfterMs(provider!);
    return next(Math.max(delayMs, growing(sinceCallMsOf(attempt, now))), delayMs);
  }
  if (message.withdrawn) return undefined;
  if (attempt.state === 'uncalled') return next(0);
  if (attempt.state === 'retry') return next(Math.max(afterRetries(attempt, all), askedMs));
  if (remedy === 'repeat') return next(Math.max(growing(sinceCallMsOf(attempt, now)), askedMs));
  return remedy === 'resend' ? next(RESEND_AFTER_MS) : undefined;
}

/** Doubles with each attempt for the same contact point that was turned away. */
function afterRetries({ contactPoint }: Attempt, all: readonly Attempt[]): number {
  const tries = all.filter(
    (attempt) => attempt.contactPoint === contactPoint && attempt.state === 'retry',
  ).length;
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(10, tries - 1));
}

/** Waits about as long again as was waited already. */
function growing(sinceCallMs: number): number {
  return Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, sinceCallMs));
}

import type { AttemptRow, Evidence, ProviderCall } from '../evidence.ts';
import { attemptsByMessage, callsByMessage, isUnclear } from './calls.ts';
import { PROVIDER_TIMEOUT_MS } from '../load/providers.ts';
import { wasInterrupted } from './faults-under-way.ts';
import type { Breach, Invariant } from './invariant.ts';

/** Nobody has to say `unknown` without a reason. */
export const unknownBudget: Invariant = {
  name: 'unknown-budget',
  says: 'at an at-most-once provider only that is unknown whose call was open at a kill or lied about',
  check(evidence) {
    const calls = callsByMessage(evidence);
    const providers = atMostOnceProviders(evidence.calls);
    const attempts = attemptsByMessage(evidence);
    const own = evidence.attempts.filter(({ provider }) => providers.has(provider));
    const idle = own.filter((attempt) => {
      const siblings = attempts.get(attempt.message) ?? [];
      const called = calls.get(attempt.message) ?? [];
      if (attempt.state !== 'unknown' || lostItsConnection(attempt, evidence)) return false;
      return !isExplained(attempt, siblings, called, evidence);
    });
    const breaches = idle.map(({ id, message }): Breach => ({
      words: `attempt ${id} is unknown, and nothing had happened to its call`,
      message,
    }));
    return { tested: own.length, breaches: [...breaches, ...unknownWithoutAttempt(evidence, attempts)] };
  },
};

/** The class stands in the provider's books; who was never called can have left nothing unknown but by a fault. */
function atMostOnceProviders(calls: readonly ProviderCall[]): Set<string> {
  return new Set(calls.filter((call) => call.class === 'at-most-once').map(({ provider }) => provider));
}

function isExplained(
  attempt: AttemptRow,
  siblings: readonly AttemptRow[],
  calls: readonly ProviderCall[],
  { faults }: Evidence,
): boolean {
  // A resend has a row and a call of its own.
  const next = siblings.find(({ n, contactPoint }) => contactPoint === attempt.contactPoint && n > attempt.n);
  const last = calls.findLast(
    ({ provider, receivedAt }) =>
      provider === attempt.provider && receivedAt < (next?.startedAt ?? Number.POSITIVE_INFINITY),
  );
  // Where an instance died between its commit and its call there is none: the attempt's own time tells.
  return (
    (last !== undefined && isUnclear(last)) || wasInterrupted(faults, attempt.startedAt, attempt.closedAt)
  );
}

/** Providers whose calls share a connection: what ends it takes the answers of all that are open along. */
const SHARED: ReadonlySet<string> = new Set(['smpp']);
/** From a call that nobody answers to the end of its connection: the caller's deadline, and what a busy machine adds. */
const CONNECTION_ENDS_WITHIN_MS = PROVIDER_TIMEOUT_MS + 3_000;

function lostItsConnection({ provider, startedAt, closedAt }: AttemptRow, { calls }: Evidence): boolean {
  if (!SHARED.has(provider)) return false;
  return calls.some(
    (call) =>
      call.provider === provider &&
      isUnclear(call) &&
      call.receivedAt >= startedAt - CONNECTION_ENDS_WITHIN_MS &&
      call.receivedAt <= (closedAt ?? Number.POSITIVE_INFINITY),
  );
}

/** A message that may have been sent has an attempt that may have been sent. */
function unknownWithoutAttempt(
  { messages }: Evidence,
  attempts: ReadonlyMap<string, readonly AttemptRow[]>,
): Breach[] {
  return [...messages.values()]
    .filter(
      ({ id, status }) => status === 'unknown' && !attempts.get(id)?.some(({ state }) => state === 'unknown'),
    )
    .map(({ id }) => ({ words: `message ${id} is unknown, and none of its attempts is`, message: id }));
}

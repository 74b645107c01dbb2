import type { AttemptRow, Evidence, ProviderCall } from '../evidence.ts';
import { PROVIDER_TIMEOUT_MS } from '../load/providers.ts';

/** The processes share a clock, but each reads it at another moment of the same hand-over. */
export const CLOCK_TOLERANCE_MS = 50;

/** The caller's time-out begins when it opens the call; on a busy machine the call comes in later than that. */
const ON_ITS_WAY_MS = 1_000;

/** A call that the provider took for a new message. */
export type AcceptedCall = ProviderCall & { readonly acceptedAt: number };

/** Whether the provider's books have it as a new message: that is what a person got. */
export function isAccepted(call: ProviderCall): call is AcceptedCall {
  return call.acceptedAt !== undefined;
}

/** Where an error says for sure that nothing was taken (SMPP 3.4, 5.1.3; RFC 5321, 4.2.1). */
const HONEST_ERRORS: ReadonlySet<string> = new Set(['smpp', 'smtp']);

/**
 * Whether the caller could not know from the answer what became of the call: none came, it came too late, or it was
 * an error. An error may say 500 whether or not the message was taken, so one that was honest counts as well, where the
 * protocol doesn't tell them apart.
 */
export function isUnclear({ provider, outcome, receivedAt, respondedAt }: ProviderCall): boolean {
  if (outcome === 'errorAfterAccept' || outcome === 'resetAfterAccept') return true;
  if (outcome === 'error' && !HONEST_ERRORS.has(provider)) return true;
  return respondedAt === undefined || respondedAt - receivedAt > PROVIDER_TIMEOUT_MS - ON_ITS_WAY_MS;
}

/** The calls of each message, in the order in which they came in. */
export function callsByMessage({ calls }: Pick<Evidence, 'calls'>): Map<string, ProviderCall[]> {
  const known = calls.filter(({ message }) => message !== undefined);
  return Map.groupBy(
    known.toSorted((a, b) => a.receivedAt - b.receivedAt),
    ({ message }) => message!,
  );
}

/** The attempts of each message, in the order in which they were made. */
export function attemptsByMessage({ attempts }: Pick<Evidence, 'attempts'>): Map<string, AttemptRow[]> {
  return Map.groupBy(
    attempts.toSorted((a, b) => a.n - b.n),
    ({ message }) => message,
  );
}

/** Calls about the same message to the same address, in the order in which they came in. */
export interface SameHandOver {
  readonly message: string;
  readonly to: string;
  readonly calls: readonly ProviderCall[];
}

/** Calls by message and address. Where the provider's books have no address its name stands for it. */
export function callsByAddress(evidence: Pick<Evidence, 'calls'>): SameHandOver[] {
  return [...callsByMessage(evidence)].flatMap(([message, calls]) =>
    [...Map.groupBy(calls, ({ to, provider }) => to ?? provider)].map(([to, own]) => ({
      message,
      to,
      calls: own,
    })),
  );
}

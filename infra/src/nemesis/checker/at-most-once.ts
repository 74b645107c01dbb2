import type { Purpose } from '@hermod/contracts';
import type { AttemptRow, ProviderCall } from '../evidence.ts';
import { attemptsByMessage, callsByAddress, isAccepted, isUnclear } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';

/** What costs money and has no key is sent once; what is critical twice at most, and then both are linked. */
export const atMostOnce: Invariant = {
  name: 'at-most-once',
  says: 'what may have reached an at-most-once provider is not called again; critical once more, with both linked',
  check(evidence) {
    const attempts = attemptsByMessage(evidence);
    const handOvers = callsByAddress(evidence)
      .map(({ message, calls }) => ({ message, calls: calls.filter(mayHaveArrived) }))
      .filter(({ calls }) => calls.length > 0);
    const breaches = handOvers.flatMap(({ message, calls }): Breach[] => {
      const purpose = evidence.messages.get(message)?.purpose;
      const words = whatIsRepeated(calls, purpose, attempts.get(message) ?? []);
      return words === undefined ? [] : [{ words: `message ${message} ${words}`, message }];
    });
    return { tested: handOvers.length, breaches };
  },
};

/** Taken, or nobody could tell: after either another call may be a second message. */
function mayHaveArrived(call: ProviderCall): boolean {
  return call.class === 'at-most-once' && (isAccepted(call) || isUnclear(call));
}

function whatIsRepeated(
  calls: readonly ProviderCall[],
  purpose: Purpose | undefined,
  attempts: readonly AttemptRow[],
): string | undefined {
  if (calls.length === 1) return undefined;
  const times = `may have been sent ${calls.length} times by ${calls[0]!.provider}`;
  if (purpose !== 'critical') return times;
  if (calls.length > 2) return `${times}, which is more than critical allows`;
  const ids = new Set(attempts.map(({ id }) => id));
  const isLinked = attempts.some(({ resends }) => resends !== undefined && ids.has(resends));
  return isLinked ? undefined : `${times}, and no attempt says that it is a resend`;
}

import type { AttemptRow, Evidence, FaultRecord, ProviderCall } from '../evidence.ts';
import { attemptsByMessage, CLOCK_TOLERANCE_MS, isAccepted, isUnclear } from './calls.ts';
import { wasInterrupted } from './faults-under-way.ts';
import type { Breach, Invariant } from './invariant.ts';

/** Nothing goes out that was not written down before, and nothing is written down that nobody asked for. */
export const noInvention: Invariant = {
  name: 'no-invention',
  says: 'each call that a provider accepted has an attempt written before it, and each message a run that asked for it',
  check(evidence) {
    const attempts = attemptsByMessage(evidence);
    const accepted = evidence.calls.filter(isAccepted);
    // What was turned away at the door is not always recognised: an overloaded provider doesn't read it.
    const calls = accepted.flatMap((call): Breach[] => {
      const words = whatIsInvented(call, attempts.get(call.message ?? '') ?? [], evidence.faults);
      if (words === undefined) return [];
      return [call.message === undefined ? { words } : { words, message: call.message }];
    });
    const messages = unaskedMessages(evidence);
    return { tested: accepted.length + evidence.messages.size, breaches: [...calls, ...messages] };
  },
};

function whatIsInvented(
  call: ProviderCall,
  attempts: readonly AttemptRow[],
  faults: readonly FaultRecord[],
): string | undefined {
  const { provider, message } = call;
  if (message === undefined) return `${provider} accepted a call with no message of ours`;
  const own = attempts.filter((attempt) => attempt.provider === provider);
  if (own.length === 0) return `${provider} accepted message ${message}, which has no attempt there`;
  if (own.some((attempt) => wasWrittenBefore(call, attempt, faults))) return undefined;
  const earliest = Math.min(...own.map(({ startedAt }) => startedAt));
  return `${provider} got message ${message} ${earliest - call.receivedAt} ms before its attempt was written`;
}

function wasWrittenBefore(call: ProviderCall, attempt: AttemptRow, faults: readonly FaultRecord[]): boolean {
  const by = call.receivedAt + CLOCK_TOLERANCE_MS;
  if (attempt.startedAt <= by) return true;
  // Where the class allows it an attempt of unknown outcome is started again under its own row, which then shows the
  // later start. The first call's time, that it began before, and a reason for the repeat have to be there.
  if (call.class === 'at-most-once' || attempt.calledAt === undefined || attempt.calledAt > by) return false;
  return isUnclear(call) || wasInterrupted(faults, call.receivedAt, attempt.startedAt);
}

/** A unit of work that was rolled back must not have spoken. */
function unaskedMessages({ messages, runs }: Evidence): Breach[] {
  return [...messages.values()].flatMap(({ id, run }): Breach[] => {
    // Consent's own answers to people have no run.
    if (run === undefined) return [];
    const isAsked = runs.get(run)?.messages.some((message) => message.id === id) ?? false;
    return isAsked
      ? []
      : [{ words: `delivery has message ${id}, for which its run never asked`, message: id, run }];
  });
}

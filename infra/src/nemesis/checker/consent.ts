import { FLOW } from '@hermod/contracts';
import type { Evidence, FactRecord, ProviderCall } from '../evidence.ts';
import { callsByMessage, CLOCK_TOLERANCE_MS, isAccepted } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';

/** Nothing is said that consent has not permitted. */
export const consent: Invariant = {
  name: 'consent',
  says: 'every message that a provider accepted was permitted, and none that was refused was ever called',
  check(evidence) {
    const permitted = firstPermissions(evidence);
    const called = [...callsByMessage(evidence)];
    const breaches = called.flatMap(([message, calls]): Breach[] => {
      const words = whatIsForbidden(message, calls, evidence, permitted.get(message));
      return words === undefined ? [] : [{ words: `message ${message} ${words}`, message }];
    });
    return { tested: called.length, breaches };
  },
};

function whatIsForbidden(
  message: string,
  calls: readonly ProviderCall[],
  { decisions, messages }: Evidence,
  permittedAt: number | undefined,
): string | undefined {
  const row = messages.get(message);
  // Consent's own answers to people are decided by the text that they answer.
  if (row !== undefined && row.run === undefined) return undefined;
  const decision = decisions.get(message)?.decision;
  if (decision === 'permitted') return undefined;
  if (calls.some(isAccepted)) return `was accepted, and consent says ${decision ?? 'nothing'}`;
  // What was permitted, turned away by its provider, given back when the permission ended, and refused then.
  const wasPermitted = permittedAt !== undefined && permittedAt <= calls[0]!.receivedAt + CLOCK_TOLERANCE_MS;
  return wasPermitted ? undefined : `was called, and consent says ${decision ?? 'nothing'}`;
}

/** When Kafka first had a permission of each message. */
function firstPermissions({ facts }: Evidence): Map<string, number> {
  const first = new Map<string, number>();
  for (const fact of facts) {
    const message = permittedIn(fact);
    if (message !== undefined) first.set(message, Math.min(fact.at, first.get(message) ?? fact.at));
  }
  return first;
}

function permittedIn({ topic, data }: FactRecord): string | undefined {
  if (!topic.startsWith(FLOW.messageDecided.topic) || data?.['decision'] !== 'permitted') return undefined;
  const { messageId } = data;
  return typeof messageId === 'string' ? messageId : undefined;
}

import { FLOW } from '@hermod/contracts';
import type { Evidence, ProviderCall } from '../evidence.ts';
import { callsByMessage, CLOCK_TOLERANCE_MS, isAccepted } from './calls.ts';
import type { Breach, Invariant } from './invariant.ts';

/** Nothing is said that consent has not permitted. */
export const consent: Invariant = {
  name: 'consent',
  says: 'every message that a provider accepted was permitted, and none that was refused was ever called',
  check(evidence) {
    const permitted = permissions(evidence);
    const called = [...callsByMessage(evidence)];
    const breaches = called.flatMap(([message, calls]): Breach[] => {
      const words = whatIsForbidden(message, calls, evidence, permitted.get(message) ?? []);
      return words === undefined ? [] : [{ words: `message ${message} ${words}`, message }];
    });
    return { tested: called.length, breaches };
  },
};

function whatIsForbidden(
  message: string,
  calls: readonly ProviderCall[],
  { decisions, messages }: Evidence,
  permitted: readonly Permitted[],
): string | undefined {
  const row = messages.get(message);
  // Consent's own answers to people are decided by the text that they answer.
  if (row !== undefined && row.run === undefined) return undefined;
  const { decision, request } = decisions.get(message) ?? {};
  if (decision === 'permitted') return undefined;
  if (calls.some(isAccepted)) return `was accepted, and consent says ${decision ?? 'nothing'}`;
  // What was permitted, turned away by its provider, given back when the permission ended, asked for again, and refused
  // then: another request than the one that consent says it has refused.
  const wasPermitted = permitted.some(
    (each) => each.at <= calls[0]!.receivedAt + CLOCK_TOLERANCE_MS && each.request !== request,
  );
  return wasPermitted ? undefined : `was called, and consent says ${decision ?? 'nothing'}`;
}

/** A permission as Kafka has it. */
interface Permitted {
  readonly at: number;
  readonly request: unknown;
}

/** What consent told Kafka to be permitted, by message. */
function permissions({ facts }: Evidence): Map<string, Permitted[]> {
  const found = new Map<string, Permitted[]>();
  for (const { topic, data, at } of facts) {
    if (!topic.startsWith(FLOW.messageDecided.topic) || data?.['decision'] !== 'permitted') continue;
    const { messageId, request } = data;
    if (typeof messageId === 'string')
      found.set(messageId, [...(found.get(messageId) ?? []), { at, request }]);
  }
  return found;
}

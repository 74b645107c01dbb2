import type { Cap, Counted } from '../caps.ts';
import type { Gate } from '../decision.ts';
import { capsFor, counts } from './caps-for.ts';

/**
 * Frequency caps in rolling windows, the organisation's and those of the law. A cap concerns the recipient as a whole: the
 * next rung would only be one message more.
 */
export const passCaps: Gate = (candidate, { request, facts, now }) => {
  for (const cap of capsFor(request, facts, candidate.contactPoints[0]!, now)) {
    const since = now.getTime() - cap.withinMs;
    const within = facts.counted.filter(({ at }) => at.getTime() > since);
    const same = within.filter((counted) => counts(cap, counted) && isSameKind(cap, counted, request.topic));
    if (same.length < cap.most) continue;
    const values = {
      cap: cap.name,
      most: cap.most,
      withinHours: cap.withinMs / 3_600_000,
      counted: same.length,
      ...(cap.per === 'topic' && request.topic !== undefined ? { topic: request.topic } : {}),
    };
    return { decision: 'refused', of: 'recipient', why: { rule: 'cap-reached', values } };
  }
  return candidate;
};

function isSameKind({ per }: Cap, counted: Counted, topic: string | undefined): boolean {
  return per === 'recipient' || counted.topic === topic;
}

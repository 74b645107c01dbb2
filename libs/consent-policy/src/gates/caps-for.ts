import type { Cap, Counted } from '../caps.ts';
import type { ContactPointFacts, DecisionFacts, DecisionRequest } from '../decision.ts';
import { jurisdictionOf } from '../law/jurisdiction.ts';

/** Whether a message is one of those that a cap counts. */
export function counts(
  cap: Cap,
  { channel, purpose, topic }: Pick<Counted, 'channel' | 'purpose' | 'topic'>,
): boolean {
  if (purpose === 'critical') return false;
  return (
    (cap.channels === undefined || cap.channels.includes(channel)) &&
    (cap.purposes === undefined || cap.purposes.includes(purpose)) &&
    (cap.topics === undefined || (topic !== undefined && cap.topics.includes(topic)))
  );
}

/** The caps that a message counts against, the organisation's and those of the law of the place. */
export function capsFor(
  request: DecisionRequest,
  facts: DecisionFacts,
  point: ContactPointFacts,
  now: Date,
): readonly Cap[] {
  if (request.purpose === 'critical') return [];
  const { caps } = facts.rules.inForce(jurisdictionOf(facts.home, point), now.getTime());
  if (caps.length === 0 && facts.caps.length === 0) return NONE;
  return [...facts.caps, ...caps].filter((cap) => counts(cap, request));
}

const NONE: readonly Cap[] = [];

import type { ContactPointFacts, DecisionRequest, Gate, Suppression } from '../decision.ts';

/**
 * A suppressed contact point gets nothing, whatever the purpose. One from which a text came that may ask for an end gets no
 * marketing until somebody has read it.
 */
export const passSuppression: Gate = (candidate, { request }) => {
  const contactPoints = candidate.contactPoints.filter((point) => heldBy(point, request) === undefined);
  if (contactPoints.length > 0) return { ...candidate, contactPoints };
  const point = candidate.contactPoints[0]!;
  const held = heldBy(point, request)!;
  const values = { channel: request.channel, contactPoint: point.id, since: held.by.since.toISOString() };
  return {
    decision: 'refused',
    of: 'channel',
    why: { rule: held.rule, values, ledger: held.by.entry },
  };
};

function heldBy(
  { suppression, review }: ContactPointFacts,
  { purpose }: DecisionRequest,
): { rule: string; by: Suppression } | undefined {
  if (suppression !== undefined) return { rule: 'suppressed', by: suppression };
  if (review !== undefined && purpose === 'marketing') return { rule: 'opt-out-under-review', by: review };
  return undefined;
}

import type { Gate } from '../decision.ts';

/** A suppressed contact point gets nothing, whatever the purpose. */
export const passSuppression: Gate = (candidate, { request }) => {
  const contactPoints = candidate.contactPoints.filter((point) => point.suppression === undefined);
  if (contactPoints.length > 0) return { ...candidate, contactPoints };
  const [point] = candidate.contactPoints;
  const values = {
    channel: request.channel,
    contactPoint: point?.id,
    since: point?.suppression?.since.toISOString(),
  };
  const ledger = point?.suppression?.entry;
  return {
    decision: 'refused',
    of: 'channel',
    why: { rule: 'suppressed', values, ...(ledger === undefined ? {} : { ledger }) },
  };
};

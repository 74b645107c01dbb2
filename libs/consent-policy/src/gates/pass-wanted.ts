import type { Gate } from '../decision.ts';

/** A message that was taken back before it was decided is refused, whatever else holds. */
export const passWanted: Gate = (candidate, { facts }) =>
  facts.isWithdrawn
    ? { decision: 'refused', of: 'channel', why: { rule: 'withdrawn-before-decision', values: {} } }
    : candidate;

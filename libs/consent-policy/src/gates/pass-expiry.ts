import type { Gate } from '../decision.ts';

/** A message that is worth nothing any more isn't sent; until it is, the permission holds at most. */
export const passExpiry: Gate = (candidate, { request: { expiresAt }, now }) => {
  if (expiresAt === undefined) return candidate;
  if (expiresAt > now) return { ...candidate, ends: [...candidate.ends, expiresAt] };
  const values = { expiresAt: expiresAt.toISOString(), now: now.toISOString() };
  return { decision: 'refused', of: 'channel', why: { rule: 'expired', values } };
};

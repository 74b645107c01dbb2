import type { Decision, DecisionFacts, DecisionRequest } from './decision.ts';
import { jurisdictionOf } from './law/jurisdiction.ts';

/** Periods of decay are years: a day more or less is none. */
const OFTEN_ENOUGH_MS = 86_400_000;

/**
 * The entry by which a message was permitted, where the law lets it end without use and its last use is not noted yet today;
 * undefined where there is nothing to note.
 */
export function endsWithoutUse(
  { purpose, channel }: DecisionRequest,
  { home, rules, consent }: DecisionFacts,
  { contactPoints, why }: Extract<Decision, { decision: 'permitted' }>,
  now: Date,
): string | undefined {
  const { decay } = rules.inForce(jurisdictionOf(home, contactPoints[0]!), now.getTime());
  const decays = decay.some(
    ({ purposes, channels }) => purposes.includes(purpose) && channels.includes(channel),
  );
  if (!decays || why.ledger === undefined) return undefined;
  const entry = [...consent.values()].find(({ id }) => id === why.ledger);
  const lastNoted = entry?.usedAt ?? entry?.at;
  const isNoted = lastNoted !== undefined && now.getTime() - lastNoted.getTime() < OFTEN_ENOUGH_MS;
  return entry === undefined || isNoted ? undefined : entry.id;
}

import type { JsonObject } from '@hermod/contracts';
import type { ContactPointFacts, DecisionRequest, Gate } from '../decision.ts';
import { judgeConsent, type Verdict } from './judge-consent.ts';

/**
 * Consent belongs to a contact point. SMS, MMS and RCS need a given one whatever the purpose, email for marketing; a registered
 * token is one for push. What was withdrawn counts on every channel.
 */
export const passConsent: Gate = (candidate, { request, facts, now }) => {
  const judged = candidate.contactPoints.map((point) => ({
    point,
    verdict: judgeConsent(request, facts, point, now),
  }));
  const allowed = judged.filter(({ verdict }) => verdict.isGiven);
  const [first] = allowed;
  if (first !== undefined) {
    return {
      ...candidate,
      contactPoints: allowed.map(({ point }) => point),
      why: whyOf(request, first),
    };
  }
  const about = judged.find(({ verdict }) => verdict.entry !== undefined) ?? judged[0]!;
  return { decision: 'refused', of: 'channel', why: whyOf(request, about) };
};

function whyOf(
  { channel, purpose, topic }: DecisionRequest,
  { point, verdict }: { point: ContactPointFacts; verdict: Verdict },
): { rule: string; values: JsonObject; ledger?: string } {
  const { rule, entry } = verdict;
  const values: JsonObject = { channel, purpose, contactPoint: point.id, ...verdict.values };
  if (topic !== undefined) values['topic'] = topic;
  if (entry === undefined) return { rule, values };
  values['at'] = entry.at.toISOString();
  return { rule, values, ledger: entry.id };
}

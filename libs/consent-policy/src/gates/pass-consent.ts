import type { JsonObject, Why } from '@hermod/contracts';
import type { ContactPointFacts, DecisionRequest, Gate } from '../decision.ts';
import { findConsent } from '../find-consent.ts';
import type { LedgerEntry } from '../ledger-entry.ts';

/**
 * Consent belongs to a contact point. SMS, MMS and RCS need a given one whatever the purpose, email for marketing;
 * a registered token is one for push. What was withdrawn counts on every channel.
 */
export const passConsent: Gate = (candidate, { request, facts }) => {
  const found = candidate.contactPoints.map((point) => ({
    point,
    entry: findConsent(facts.consent, { ...request, contactPoint: point.id }),
  }));
  const allowed = found.filter(({ entry }) => (entry?.state ?? withoutWords(request)) === 'given');
  const [first] = allowed;
  if (first !== undefined) {
    return {
      ...candidate,
      contactPoints: allowed.map(({ point }) => point),
      why: whyOf(givenRule(request, first.entry), request, first),
    };
  }
  const about = found.find(({ entry }) => entry !== undefined) ?? found[0]!;
  const rule = about.entry === undefined ? 'no-consent' : 'consent-withdrawn';
  return { decision: 'refused', of: 'channel', why: whyOf(rule, request, about) };
};

/** What holds where nobody said anything. */
function withoutWords({ channel, purpose }: DecisionRequest): 'given' | 'missing' {
  if (channel === 'push') return 'given';
  return channel === 'email' && purpose !== 'marketing' ? 'given' : 'missing';
}

function givenRule({ channel }: DecisionRequest, entry: LedgerEntry | undefined): string {
  if (entry !== undefined) return 'consent-given';
  return channel === 'push' ? 'push-token-registered' : 'no-consent-needed';
}

function whyOf(
  rule: string,
  { channel, purpose, topic }: DecisionRequest,
  { point, entry }: { point: ContactPointFacts; entry: LedgerEntry | undefined },
): Why {
  const values: JsonObject = { channel, purpose, contactPoint: point.id };
  if (topic !== undefined) values['topic'] = topic;
  if (entry === undefined) return { rule, values };
  return { rule, values: { ...values, at: entry.at.toISOString() }, ledger: entry.id };
}

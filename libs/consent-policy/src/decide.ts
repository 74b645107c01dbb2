import type { Candidate, Decision, DecisionFacts, DecisionRequest, Gate } from './decision.ts';
import { passCaps } from './gates/pass-caps.ts';
import { passConsent } from './gates/pass-consent.ts';
import { passContactPoint } from './gates/pass-contact-point.ts';
import { passExpiry } from './gates/pass-expiry.ts';
import { passHours } from './gates/pass-hours.ts';
import { passSuppression } from './gates/pass-suppression.ts';
import { passWanted } from './gates/pass-wanted.ts';

/** The fixed order. The first gate that doesn't let the message through says why. */
const GATES: readonly Gate[] = [
  passWanted,
  passContactPoint,
  passSuppression,
  passConsent,
  passHours,
  passCaps,
  passExpiry,
];

/**
 * Decides whether a message may be said, now: pure and total, for Kafka, previews and scenarios alike.
 * @param now the instant for which is decided.
 */
export function decide(request: DecisionRequest, facts: DecisionFacts, now: Date): Decision {
  let candidate: Candidate = {
    contactPoints: facts.contactPoints,
    ends: [],
    why: { rule: 'nothing-asked', values: {} },
  };
  for (const gate of GATES) {
    const outcome = gate(candidate, { request, facts, now });
    if ('decision' in outcome) return outcome;
    candidate = outcome;
  }
  const { contactPoints, ends, why } = candidate;
  return { decision: 'permitted', contactPoints, until: earliest(ends), why };
}

function earliest(instants: readonly Date[]): Date | undefined {
  if (instants.length === 0) return undefined;
  return new Date(Math.min(...instants.map((instant) => instant.getTime())));
}

import { addPeriod } from '@hermod/calendar';
import type { JsonObject } from '@hermod/contracts';
import type { ContactPointFacts, DecisionFacts, DecisionRequest } from '../decision.ts';
import { findConsent, findImplied, findPending, findWithdrawalOfAnything } from '../find-consent.ts';
import { jurisdictionOf } from '../law/jurisdiction.ts';
import type { RulesInForce } from '../law/rule-book.ts';
import type { LedgerEntry } from '../ledger-entry.ts';

/** Whether there is consent for a contact point, by which rule and which entry. */
export interface Verdict {
  readonly isGiven: boolean;
  readonly rule: string;
  readonly entry?: LedgerEntry | undefined;
  readonly values?: JsonObject | undefined;
}

/** Looks for the entry that counts, and whether it still does where the recipient is. */
export function judgeConsent(
  request: DecisionRequest,
  facts: DecisionFacts,
  point: ContactPointFacts,
  now: Date,
): Verdict {
  const question = { ...request, contactPoint: point.id };
  const said = findConsent(facts.consent, question);
  const judge = (entry: LedgerEntry): Verdict => judgeGiven(entry, request, facts, point, now);
  const ofSaid = said?.state === 'given' ? judge(said) : undefined;
  if (ofSaid !== undefined && ofSaid.rule !== 'consent-expired') return ofSaid;
  // What waits for its confirmation is the better answer, where it is newer than what stands against it.
  const pending = findPending(facts.consent, question, said);
  if (said?.state !== 'withdrawn') {
    // What is implied never outweighs a withdrawal.
    const implied = findImplied(facts.consent, question).map(judge);
    const enough = implied.find(({ isGiven }) => isGiven);
    if (enough !== undefined) return enough;
    const byItself = withoutWords(request);
    if (ofSaid === undefined && byItself.isGiven) return byItself;
    if (pending === undefined) return ofSaid ?? implied[0] ?? byItself;
  }
  if (pending !== undefined) return { isGiven: false, rule: 'double-opt-in-pending', entry: pending };
  return { isGiven: false, rule: 'consent-withdrawn', entry: said };
}

/** What holds where nobody said anything. */
function withoutWords({ channel, purpose }: DecisionRequest): Verdict {
  if (channel === 'push') return { isGiven: true, rule: 'push-token-registered' };
  return channel === 'email' && purpose !== 'marketing'
    ? { isGiven: true, rule: 'no-consent-needed' }
    : { isGiven: false, rule: 'no-consent' };
}

function judgeGiven(
  entry: LedgerEntry,
  request: DecisionRequest,
  facts: DecisionFacts,
  point: ContactPointFacts,
  now: Date,
): Verdict {
  const rules = facts.rules.inForce(jurisdictionOf(facts.home, point), now.getTime());
  const refusal =
    notAccepted(entry, request, rules) ??
    over(entry, request, rules, now) ??
    stoppedElsewhere(entry, request, facts, point, rules);
  return refusal ?? { isGiven: true, rule: 'consent-given', entry };
}

/** An implied consent counts only where a rule pack says so. */
function notAccepted(
  entry: LedgerEntry,
  { purpose, channel }: DecisionRequest,
  { accepts, packs }: RulesInForce,
): Verdict | undefined {
  const { basis } = entry;
  if (basis === undefined || basis === 'express') return undefined;
  const isAccepted = accepts.some(
    (one) => one.basis === basis && one.purposes.includes(purpose) && one.channels.includes(channel),
  );
  if (isAccepted) return undefined;
  return { isGiven: false, rule: 'basis-not-accepted', entry, values: { basis, packs: [...packs] } };
}

/** A consent ends by itself, as a law says of its basis, or because it was not used for too long. */
function over(
  entry: LedgerEntry,
  { purpose, channel }: DecisionRequest,
  { accepts, decay }: RulesInForce,
  now: Date,
): Verdict | undefined {
  const { basis = 'express', validUntil, at, usedAt } = entry;
  const isAbout = (rule: RulesInForce['decay'][number] | RulesInForce['accepts'][number]): boolean =>
    rule.purposes.includes(purpose) && rule.channels.includes(channel);
  const lastUsed = Math.max(at.getTime(), usedAt?.getTime() ?? 0);
  const ends = [
    ...(validUntil === undefined ? [] : [validUntil.getTime()]),
    ...accepts.flatMap((rule) =>
      rule.basis === basis && rule.validFor !== undefined && isAbout(rule)
        ? [addPeriod(at.getTime(), rule.validFor)]
        : [],
    ),
    ...decay.filter(isAbout).map(({ after }) => addPeriod(lastUsed, after)),
  ];
  const end = Math.min(...ends);
  if (now.getTime() < end) return undefined;
  return {
    isGiven: false,
    rule: 'consent-expired',
    entry,
    values: { basis, ended: new Date(end).toISOString() },
  };
}

/** Where the law reads the end of one topic as the end of all, a newer withdrawal of anything stands against it. */
function stoppedElsewhere(
  entry: LedgerEntry,
  { purpose, channel }: DecisionRequest,
  { consent }: DecisionFacts,
  point: ContactPointFacts,
  { stopsEveryTopic }: RulesInForce,
): Verdict | undefined {
  if (!stopsEveryTopic || purpose === 'critical' || point.channel !== 'sms') return undefined;
  const stop = findWithdrawalOfAnything(consent, point.id, entry);
  if (stop === undefined) return undefined;
  const values = { stopped: stop.topic ?? 'every topic', channel };
  return { isGiven: false, rule: 'opted-out-of-everything', entry: stop, values };
}

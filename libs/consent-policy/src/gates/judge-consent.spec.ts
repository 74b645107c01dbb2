import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { ContactPointFacts, DecisionRequest } from '../decision.ts';
import { endsWithoutUse } from '../ends-without-use.ts';
import { evolveConsent } from '../evolve-consent.ts';
import { BUILT_IN_PACKS } from '../law/built-in-packs.ts';
import { createRuleBook } from '../law/rule-book.ts';
import { type LedgerEntry, NO_CONSENT } from '../ledger-entry.ts';
import { BARE_FACTS } from '../../test/facts.ts';
import { entry } from '../../test/ledger.ts';

const LAW = createRuleBook(BUILT_IN_PACKS, () => false);
const NOW = new Date('2026-11-23T17:00:00Z');
const NUMBER: ContactPointFacts = { id: 'number-1', channel: 'sms', isUsable: true };
const MAIL: ContactPointFacts = { id: 'mail-1', channel: 'email', isUsable: true };

const at = (instant: string) => ({ at: new Date(instant) });
const offers = (more: Partial<LedgerEntry>): LedgerEntry =>
  entry({ purpose: 'marketing', topic: 'offers', ...more });

function rule(
  country: string,
  said: readonly LedgerEntry[],
  more: Partial<DecisionRequest> = {},
  now = NOW,
): string {
  const request: DecisionRequest = { channel: 'sms', purpose: 'marketing', topic: 'offers', ...more };
  const facts = {
    ...BARE_FACTS,
    rules: LAW,
    home: { ...BARE_FACTS.home, country, timeZone: 'America/Toronto' },
    contactPoints: [NUMBER, MAIL],
    consent: said.reduce(evolveConsent, NO_CONSENT),
  };
  return decide(request, facts, now).why.rule;
}

describe('what a consent rests on', () => {
  it.each([
    ['CA', 'existing-customer', '2024-11-24T00:00:00Z', 'consent-given'],
    ['CA', 'existing-customer', '2024-11-23T16:59:59Z', 'consent-expired'],
    ['CA', 'inquiry', '2026-05-24T00:00:00Z', 'consent-given'],
    ['CA', 'inquiry', '2026-05-23T00:00:00Z', 'consent-expired'],
    ['US', 'existing-customer', '2026-11-01T00:00:00Z', 'basis-not-accepted'],
    ['NP', 'existing-customer', '2026-11-01T00:00:00Z', 'basis-not-accepted'],
  ] as const)('in %s %s of %s: %s', (country, basis, instant, expected) => {
    expect(rule(country, [offers({ basis, ...at(instant) })])).toBe(expected);
  });

  it('a purchase never takes the place of what was said, and never outweighs a withdrawal', () => {
    const express = offers(at('2020-01-01T00:00:00Z'));
    const bought = offers({ basis: 'inquiry', ...at('2026-11-01T00:00:00Z') });
    const stopped = offers({ state: 'withdrawn', ...at('2026-01-01T00:00:00Z') });
    expect(rule('US', [express, bought])).toBe('consent-given');
    expect(rule('CA', [express, stopped, bought])).toBe('consent-withdrawn');
    expect(rule('CA', [stopped, bought])).toBe('consent-withdrawn');
  });

  it('the last purchase counts', () => {
    const first = offers({ basis: 'existing-customer', ...at('2020-01-01T00:00:00Z') });
    const last = offers({ basis: 'existing-customer', ...at('2026-01-01T00:00:00Z') });
    expect(rule('CA', [last, first])).toBe('consent-given');
  });
});

describe('how long a consent lasts', () => {
  it('until the instant that it names', () => {
    const given = offers({ validUntil: NOW, ...at('2026-01-01T00:00:00Z') });
    expect(rule('SE', [given], {}, new Date(NOW.getTime() - 1))).toBe('consent-given');
    expect(rule('SE', [given])).toBe('consent-expired');
  });

  it('in Germany as long as it is used', () => {
    const old = at('2015-01-01T00:00:00Z');
    expect(rule('DE', [offers(old)])).toBe('consent-expired');
    expect(rule('DE', [offers({ ...old, usedAt: new Date('2026-10-01T00:00:00Z') })])).toBe('consent-given');
    expect(rule('SE', [offers(old)])).toBe('consent-given');
  });

  it('its use is noted once a day where it counts', () => {
    const given = offers({ id: 'given-1', ...at('2026-01-01T00:00:00Z') });
    const used = (country: string, usedAt?: Date) => {
      const facts = {
        ...BARE_FACTS,
        rules: LAW,
        home: { ...BARE_FACTS.home, country },
        contactPoints: [NUMBER],
        consent: evolveConsent(NO_CONSENT, { ...given, usedAt }),
      };
      const request = { channel: 'sms', purpose: 'marketing', topic: 'offers' } as const;
      const decision = decide(request, facts, NOW);
      if (decision.decision !== 'permitted') throw new Error(decision.why.rule);
      return endsWithoutUse(request, facts, decision, NOW);
    };
    expect(used('DE')).toBe('given-1');
    expect(used('DE', new Date(NOW.getTime() - 3_600_000))).toBeUndefined();
    expect(used('DE', new Date(NOW.getTime() - 86_400_000))).toBe('given-1');
    expect(used('SE')).toBeUndefined();
  });
});

describe('double opt-in', () => {
  const pending = offers({ state: 'pending', ...at('2026-11-22T00:00:00Z') });

  it('waits for its confirmation, and neither gives nor takes meanwhile', () => {
    expect(rule('SE', [pending])).toBe('double-opt-in-pending');
    expect(rule('SE', [offers(at('2026-01-01T00:00:00Z')), pending])).toBe('consent-given');
    const stopped = offers({ state: 'withdrawn', ...at('2026-01-01T00:00:00Z') });
    expect(rule('SE', [stopped, pending])).toBe('double-opt-in-pending');
    const stoppedSince = offers({ state: 'withdrawn', ...at('2026-11-22T12:00:00Z') });
    expect(rule('SE', [pending, stoppedSince])).toBe('consent-withdrawn');
    expect(rule('SE', [pending, offers(at('2026-11-22T00:05:00Z'))])).toBe('consent-given');
  });
});

describe('the end of one topic as the end of all', () => {
  const given = offers({ contactPoint: 'number-1', ...at('2026-01-01T00:00:00Z') });
  const news = entry({
    state: 'withdrawn',
    topic: 'news',
    purpose: 'marketing',
    ...at('2026-06-01T00:00:00Z'),
  });
  const after = new Date('2027-02-01T17:00:00Z');

  it('holds in the United States from the end of January 2027', () => {
    expect(rule('US', [given, news], {}, new Date('2027-01-30T17:00:00Z'))).toBe('consent-given');
    expect(rule('US', [given, news], {}, after)).toBe('opted-out-of-everything');
    expect(rule('SE', [given, news], {}, after)).toBe('consent-given');
  });

  it('not for critical messages, nor for what was given since', () => {
    const all = entry({ purpose: 'transactional', contactPoint: 'number-1', ...at('2026-01-01T00:00:00Z') });
    expect(rule('US', [all, news], { purpose: 'critical' }, after)).toBe('consent-given');
    expect(rule('US', [all, news], { purpose: 'transactional' }, after)).toBe('opted-out-of-everything');
    expect(rule('US', [offers(at('2026-07-01T00:00:00Z')), news], {}, after)).toBe('consent-given');
  });
});

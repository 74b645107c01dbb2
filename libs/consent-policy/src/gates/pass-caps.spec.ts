import { describe, expect, it } from 'vitest';
import type { Cap, Counted } from '../caps.ts';
import { decide } from '../decide.ts';
import type { ContactPointFacts, DecisionRequest } from '../decision.ts';
import { evolveConsent } from '../evolve-consent.ts';
import { createRuleBook } from '../law/rule-book.ts';
import { RulePack } from '../law/rule-pack.ts';
import { NO_CONSENT } from '../ledger-entry.ts';
import { BARE_FACTS } from '../../test/facts.ts';
import { entry } from '../../test/ledger.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const HOUR_MS = 3_600_000;
const NUMBER: ContactPointFacts = { id: 'number-1', channel: 'sms', isUsable: true };
const consent = [entry({ purpose: 'marketing' }), entry({ purpose: 'transactional' })].reduce(
  evolveConsent,
  NO_CONSENT,
);

const cap = (more: Partial<Cap> = {}): Cap => ({
  name: 'daily',
  per: 'recipient',
  most: 2,
  withinMs: 24 * HOUR_MS,
  ...more,
});
const sent = (hoursAgo: number, more: Partial<Counted> = {}): Counted => ({
  channel: 'sms',
  purpose: 'marketing',
  topic: 'offers',
  at: new Date(NOW.getTime() - hoursAgo * HOUR_MS),
  ...more,
});

function outcome(
  caps: readonly Cap[],
  counted: readonly Counted[],
  more: Partial<DecisionRequest> = {},
): string {
  const request: DecisionRequest = { channel: 'sms', purpose: 'marketing', topic: 'offers', ...more };
  const decision = decide(request, { ...BARE_FACTS, contactPoints: [NUMBER], consent, caps, counted }, NOW);
  return decision.decision === 'refused' ? `${decision.of} ${decision.why.rule}` : decision.decision;
}

describe('a frequency cap', () => {
  it.each([
    ['lets through what is below it', [sent(1)], 'permitted'],
    ['holds what would exceed it, on every channel', [sent(1), sent(2)], 'recipient cap-reached'],
    ['looks back as far as its window', [sent(1), sent(23.999)], 'recipient cap-reached'],
    ['and no further', [sent(1), sent(24)], 'permitted'],
    [
      'counts whatever it names',
      [sent(1, { channel: 'push' }), sent(2, { topic: undefined })],
      'recipient cap-reached',
    ],
    ['does not count critical messages', [sent(1), sent(2, { purpose: 'critical' })], 'permitted'],
  ])('%s', (_what, counted, expected) => {
    expect(outcome([cap()], counted)).toBe(expected);
  });

  it.each<[string, Partial<Cap>, Counted[], string]>([
    ['of a channel', { channels: ['push'] }, [sent(1), sent(2)], 'permitted'],
    ['of its channel', { channels: ['sms'] }, [sent(1), sent(2)], 'recipient cap-reached'],
    ['of a purpose', { purposes: ['transactional'] }, [sent(1), sent(2)], 'permitted'],
    ['of topics', { topics: ['news'] }, [sent(1), sent(2)], 'permitted'],
    ['of its topics only', { topics: ['offers'] }, [sent(1), sent(2, { topic: 'news' })], 'permitted'],
    [
      'per topic, another topic',
      { per: 'topic' },
      [sent(1, { topic: 'news' }), sent(2, { topic: 'news' })],
      'permitted',
    ],
    ['per topic, the same', { per: 'topic' }, [sent(1), sent(2)], 'recipient cap-reached'],
  ])('%s', (_what, more, counted, expected) => {
    expect(outcome([cap(more)], counted)).toBe(expected);
  });

  it('lets critical messages pass', () => {
    const consented = evolveConsent(consent, entry({ purpose: 'critical' }));
    const facts = {
      ...BARE_FACTS,
      contactPoints: [NUMBER],
      consent: consented,
      caps: [cap({ most: 1 })],
      counted: [sent(1)],
    };
    expect(decide({ channel: 'sms', purpose: 'critical' }, facts, NOW).decision).toBe('permitted');
  });

  it('of the law holds like one of the organisation', () => {
    const source = [{ title: 'an act', read: '2026-11-23' }];
    const versions = [
      { from: '2020-01-01', sources: source, caps: [{ per: 'topic', most: 3, within: 'PT24H' }] },
    ];
    const rules = createRuleBook(
      [RulePack.parse({ pack: 'us-fl', title: 'x', countries: ['US'], versions })],
      () => false,
    );
    const facts = {
      ...BARE_FACTS,
      rules,
      home: { ...BARE_FACTS.home, country: 'US' },
      contactPoints: [NUMBER],
      consent,
    };
    const counted = [sent(1), sent(2), sent(3)];
    const decision = decide(
      { channel: 'sms', purpose: 'marketing', topic: 'offers' },
      { ...facts, counted },
      NOW,
    );
    expect(decision).toMatchObject({
      decision: 'refused',
      of: 'recipient',
      why: {
        rule: 'cap-reached',
        values: { cap: 'us-fl', most: 3, withinHours: 24, counted: 3, topic: 'offers' },
      },
    });
  });
});

import { CHANNELS, PURPOSES } from '@hermod/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { ContactPointFacts, Decision, DecisionFacts, DecisionRequest } from './decision.ts';
import { evolveConsent } from './evolve-consent.ts';
import { NO_CONSENT } from './ledger-entry.ts';
import { BARE_FACTS } from '../test/facts.ts';
import { entry, entryArbitrary } from '../test/ledger.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const EXPIRES = new Date('2026-11-22T11:00:00Z');
const NUMBER: ContactPointFacts = { id: 'number-1', channel: 'sms', isUsable: true };
const SECOND: ContactPointFacts = { id: 'number-2', channel: 'sms', isUsable: true };
const TOKEN: ContactPointFacts = { id: 'token-1', channel: 'push', isUsable: true };
const TABLET: ContactPointFacts = { id: 'token-2', channel: 'push', isUsable: true };
const MAIL: ContactPointFacts = { id: 'mail-1', channel: 'email', isUsable: true };
const STOP = { entry: 'stop-1', since: new Date('2026-11-22T09:30:00Z') };
const DEAD = {
  kind: 'dead',
  since: new Date('2026-11-22T09:00:00Z'),
  reason: '5.1.1 no such mailbox',
  channels: ['email'],
} as const;
const LANDLINE = { ...DEAD, kind: 'unusable', reason: '30006 landline', channels: ['sms', 'mms'] } as const;
const GIVEN = entry({ id: 'given-1', contactPoint: 'number-1' });

const ask = (more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  channel: 'sms',
  purpose: 'transactional',
  topic: 'order-updates',
  expiresAt: EXPIRES,
  ...more,
});
const facts = (more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  ...BARE_FACTS,
  contactPoints: [TOKEN, NUMBER, MAIL],
  consent: evolveConsent(NO_CONSENT, GIVEN),
  ...more,
});
const told = (...entries: (typeof GIVEN)[]) => ({ consent: entries.reduce(evolveConsent, NO_CONSENT) });
const inShort = (decision: Decision): string =>
  [decision.decision, 'of' in decision ? decision.of : '', decision.why.rule].filter(Boolean).join(' ');

describe('deciding about a message', () => {
  const withdrawn = entry({ id: 'withdrawn-1', state: 'withdrawn', minute: 1 });

  it.each([
    ['a consented sms', {}, {}, 'permitted consent-given'],
    ['mms by an sms consent', { channel: 'mms' }, {}, 'permitted consent-given'],
    ['an sms without consent', {}, told(), 'refused channel no-consent'],
    ['a critical sms without consent', { purpose: 'critical' }, told(), 'refused channel no-consent'],
    ['a withdrawn sms', {}, told(GIVEN, withdrawn), 'refused channel consent-withdrawn'],
    ['push with a token', { channel: 'push' }, told(), 'permitted push-token-registered'],
    [
      'marketing push with a token',
      { channel: 'push', purpose: 'marketing' },
      told(),
      'permitted push-token-registered',
    ],
    [
      'withdrawn push',
      { channel: 'push' },
      told({ ...withdrawn, channel: 'push' }),
      'refused channel consent-withdrawn',
    ],
    [
      'push without a token',
      { channel: 'push' },
      { contactPoints: [NUMBER] },
      'refused channel no-usable-contact-point',
    ],
    [
      'push to a dead token',
      { channel: 'push' },
      { contactPoints: [{ ...TOKEN, isUsable: false }] },
      'refused channel no-usable-contact-point',
    ],
    ['transactional email', { channel: 'email' }, told(), 'permitted no-consent-needed'],
    ['marketing email', { channel: 'email', purpose: 'marketing' }, told(), 'refused channel no-consent'],
    [
      'consented marketing email',
      { channel: 'email', purpose: 'marketing' },
      told({ ...GIVEN, channel: 'email', contactPoint: 'mail-1' }),
      'permitted consent-given',
    ],
    [
      'withdrawn transactional email',
      { channel: 'email' },
      told({ ...withdrawn, channel: 'email' }),
      'refused channel consent-withdrawn',
    ],
    [
      'a suppressed number',
      {},
      { contactPoints: [{ ...NUMBER, suppression: STOP }] },
      'refused channel suppressed',
    ],
    [
      'critical to a suppressed number',
      { purpose: 'critical' },
      { contactPoints: [{ ...NUMBER, suppression: STOP }] },
      'refused channel suppressed',
    ],
    [
      'rcs to a suppressed number',
      { channel: 'rcs' },
      { contactPoints: [{ ...NUMBER, suppression: STOP }] },
      'refused channel suppressed',
    ],
    [
      'a suppressed first number with a second one',
      {},
      { contactPoints: [{ ...NUMBER, suppression: STOP }, SECOND] },
      'refused channel suppressed',
    ],
    [
      'a dead first number whose second has no consent',
      {},
      { contactPoints: [{ ...NUMBER, isUsable: false }, SECOND] },
      'refused channel no-consent',
    ],
    [
      'email to a dead mailbox',
      { channel: 'email' },
      { contactPoints: [{ ...MAIL, isUsable: false, trouble: DEAD }] },
      'refused channel contact-point-dead',
    ],
    [
      'an sms to a landline',
      {},
      { contactPoints: [{ ...NUMBER, trouble: LANDLINE }] },
      'refused channel contact-point-unusable',
    ],
    [
      'rcs to a number that only no sms reaches',
      { channel: 'rcs' },
      { contactPoints: [{ ...NUMBER, trouble: LANDLINE }] },
      'permitted consent-given',
    ],
    [
      'an sms to the second number, as the first is a landline',
      {},
      { contactPoints: [{ ...SECOND, trouble: LANDLINE }, NUMBER] },
      'permitted consent-given',
    ],
    ['an expired message', { expiresAt: NOW }, {}, 'refused channel expired'],
    ['a message that never expires', { expiresAt: undefined }, {}, 'permitted consent-given'],
    [
      'an unknown recipient',
      {},
      { recipient: 'unknown', contactPoints: [] },
      'refused recipient unknown-recipient',
    ],
    [
      'an erased recipient',
      {},
      { recipient: 'erased', contactPoints: [] },
      'refused recipient erased-recipient',
    ],
    ['a message that was taken back', {}, { isWithdrawn: true }, 'refused channel withdrawn-before-decision'],
  ] as const)('%s', (_what, request, known, expected) => {
    expect(inShort(decide(ask(request), facts(known), NOW))).toBe(expected);
  });

  it.each([
    [
      'the contact point before the suppression',
      { contactPoints: [{ ...NUMBER, isUsable: false, suppression: STOP }], ...told() },
      'no-usable-contact-point',
    ],
    [
      'the suppression before consent',
      { contactPoints: [{ ...NUMBER, suppression: STOP }], ...told() },
      'suppressed',
    ],
    ['consent before the expiry', told(), 'no-consent'],
    ['the expiry last', {}, 'expired'],
  ])('asks about %s', (_what, known, rule) => {
    expect(decide(ask({ expiresAt: NOW }), facts(known), NOW).why.rule).toBe(rule);
  });

  it('permits every usable push token that is not withdrawn, and of other channels one', () => {
    const contactPoints = [TOKEN, { ...TOKEN, id: 'dead', isUsable: false }, TABLET, NUMBER, SECOND];
    const push = decide(ask({ channel: 'push' }), facts({ contactPoints }), NOW);
    expect(push).toMatchObject({ contactPoints: [TOKEN, TABLET] });
    const notOnPhone = entry({ channel: 'push', state: 'withdrawn', contactPoint: 'token-1' });
    const rest = decide(ask({ channel: 'push' }), facts({ contactPoints, ...told(notOnPhone) }), NOW);
    expect(rest).toMatchObject({ contactPoints: [TABLET], why: { rule: 'push-token-registered' } });
    expect(decide(ask(), facts({ contactPoints }), NOW)).toMatchObject({ contactPoints: [NUMBER] });
  });

  it('says on which ledger entry it rests, and until when it holds', () => {
    expect(decide(ask(), facts(), NOW)).toEqual({
      decision: 'permitted',
      contactPoints: [NUMBER],
      until: EXPIRES,
      why: {
        rule: 'consent-given',
        values: {
          channel: 'sms',
          purpose: 'transactional',
          topic: 'order-updates',
          contactPoint: 'number-1',
          at: GIVEN.at.toISOString(),
        },
        ledger: 'given-1',
      },
    });
    const stopped = facts({ contactPoints: [{ ...NUMBER, suppression: STOP }] });
    expect(decide(ask(), stopped, NOW)).toMatchObject({
      why: { values: { since: '2026-11-22T09:30:00.000Z' }, ledger: 'stop-1' },
    });
  });
});

/** Always these, as they are. */
function constants<T, K extends keyof T>(of: T, names: readonly K[]): { [N in K]: fc.Arbitrary<T[N]> } {
  return Object.fromEntries(names.map((name) => [name, fc.constant(of[name])])) as {
    [N in K]: fc.Arbitrary<T[N]>;
  };
}

describe('whatever is asked', () => {
  const pointArbitrary: fc.Arbitrary<ContactPointFacts> = fc.record({
    id: fc.constantFrom('number-1', 'number-2'),
    channel: fc.constantFrom('sms' as const, 'push' as const, 'email' as const),
    isUsable: fc.boolean(),
    suppression: fc.option(fc.constant(STOP), { nil: undefined }),
  });
  const factsArbitrary: fc.Arbitrary<DecisionFacts> = fc.record({
    ...constants(BARE_FACTS, ['home', 'quietHours', 'caps', 'counted', 'rules']),
    recipient: fc.constantFrom('known' as const, 'known' as const, 'unknown' as const, 'erased' as const),
    isWithdrawn: fc.boolean(),
    contactPoints: fc.array(pointArbitrary, { maxLength: 5 }),
    consent: fc
      .array(entryArbitrary, { maxLength: 8 })
      .map((entries) => entries.reduce(evolveConsent, NO_CONSENT)),
  });
  const requestArbitrary: fc.Arbitrary<DecisionRequest> = fc.record({
    channel: fc.constantFrom(...CHANNELS),
    purpose: fc.constantFrom(...PURPOSES),
    topic: fc.constantFrom('offers', undefined),
    expiresAt: fc.constantFrom(NOW, EXPIRES, undefined),
  });

  it('what is permitted is wanted, known, usable, not suppressed and not over', () => {
    fc.assert(
      fc.property(requestArbitrary, factsArbitrary, (request, known) => {
        const decision = decide(request, known, NOW);
        expect(decision.why.rule).not.toBe('');
        if (decision.decision !== 'permitted') return;
        expect(known).toMatchObject({ recipient: 'known', isWithdrawn: false });
        expect(decision.contactPoints.length).toBeGreaterThan(0);
        expect(
          decision.contactPoints.every((point) => point.isUsable && point.suppression === undefined),
        ).toBe(true);
        expect(request.expiresAt).not.toBe(NOW);
        if (['sms', 'mms', 'rcs'].includes(request.channel)) expect(decision.why.rule).toBe('consent-given');
      }),
    );
  });

  it('a withdrawal, a suppression or a withdrawn message never makes a permission', () => {
    fc.assert(
      fc.property(requestArbitrary, factsArbitrary, entryArbitrary, (request, known, more) => {
        fc.pre(decide(request, known, NOW).decision === 'refused');
        const narrower: DecisionFacts[] = [
          { ...known, consent: evolveConsent(known.consent, { ...more, state: 'withdrawn' }) },
          { ...known, contactPoints: known.contactPoints.map((point) => ({ ...point, suppression: STOP })) },
          { ...known, isWithdrawn: true },
        ];
        for (const less of narrower) expect(decide(request, less, NOW).decision).toBe('refused');
      }),
    );
  });
});

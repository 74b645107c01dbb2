import { decide, evolveConsent, NO_CONSENT, RulePack } from '@hermod/consent-policy';
import { describe, expect, it } from 'vitest';
import { createLaw } from './create-law.ts';

const given = {
  id: 'given-1',
  state: 'given',
  channel: 'sms',
  contactPoint: 'number-1',
  purpose: 'marketing',
  topic: 'offers',
  at: new Date('2026-01-01'),
} as const;
const law = createLaw();

/** What is decided about offers by SMS, where nothing but this is known. */
function outcome(e164: string, home: Parameters<typeof law.homeOf>[0], at: string): string {
  const facts = {
    recipient: 'known' as const,
    isWithdrawn: false,
    contactPoints: [
      { id: 'number-1', channel: 'sms' as const, isUsable: true, place: law.placeOfNumber(e164) },
    ],
    consent: evolveConsent(NO_CONSENT, given),
    home: law.homeOf(home),
    quietHours: [],
    caps: [],
    counted: [],
    rules: law.rules,
  };
  const decision = decide({ channel: 'sms', purpose: 'marketing', topic: 'offers' }, facts, new Date(at));
  return `${decision.decision} ${decision.why.rule}`;
}

describe('the law in force', () => {
  it.each([
    ['a Swedish number at night', '+46701234567', {}, '2026-11-23T02:00:00Z', 'permitted consent-given'],
    [
      'Florida by its area code at 20:30',
      '+13055550123',
      {},
      '2026-11-24T01:30:00Z',
      'deferred legal-window',
    ],
    ['New York at 20:30', '+12125550123', {}, '2026-11-24T01:30:00Z', 'permitted consent-given'],
    [
      'a number of two zones, when one of them sleeps',
      '+12085550123',
      {},
      '2026-11-23T15:30:00Z',
      'deferred legal-window',
    ],
    [
      'a toll-free number: there is no hour for all of its zones',
      '+18005550123',
      { country: 'US' },
      '2026-11-23T17:00:00Z',
      'refused legal-window-never-opens',
    ],
    ['France on a Sunday', '+33612345678', {}, '2026-11-22T11:00:00Z', 'deferred legal-window'],
    ['France on a holiday', '+33612345678', {}, '2026-11-11T11:00:00Z', 'deferred legal-window'],
    ['France on the day after', '+33612345678', {}, '2026-11-12T11:00:00Z', 'permitted consent-given'],
    [
      'Strasbourg on Good Friday',
      '+33612345678',
      { country: 'FR', region: 'FR-67' },
      '2027-03-26T11:00:00Z',
      'deferred legal-window',
    ],
    [
      'Paris on Good Friday',
      '+33612345678',
      { country: 'FR', region: 'FR-75' },
      '2027-03-26T11:00:00Z',
      'permitted consent-given',
    ],
    [
      'an Australian mobile when all of the country is awake',
      '+61412345678',
      { country: 'AU' },
      '2026-11-23T03:00:00Z',
      'permitted consent-given',
    ],
    ['Texas on a Sunday morning', '+12145550123', {}, '2026-11-22T16:00:00Z', 'deferred legal-window'],
  ])('%s', (_what, number, home, at, expected) => {
    expect(outcome(number, home, at)).toBe(expected);
  });

  it('takes a pack of the deployment in the place of a built-in one, and refuses holidays that nobody knows', () => {
    const pack = (closedOnHolidays: object) =>
      RulePack.parse({
        pack: 'se',
        title: 'Sweden, our way',
        countries: ['SE'],
        versions: [
          {
            from: '2020-01-01',
            sources: [{ title: 'us', read: '2026-11-23' }],
            windows: [{ hours: [{ from: '09:00', to: '17:00' }], closedOnHolidays }],
          },
        ],
      });
    const where = { country: 'SE', regions: [], isRegionUnknown: false };
    expect(createLaw([pack({ country: 'SE' })]).rules.inForce(where, 0).packs).not.toContain('se');
    const now = Date.parse('2026-11-23');
    expect(createLaw([pack({ country: 'SE' })]).rules.inForce(where, now).windows).toHaveLength(1);
    expect(() => createLaw([pack({ country: 'XX' })])).toThrow(
      'rule pack se: the holidays of XX are unknown',
    );
    expect(() => createLaw([pack({ country: 'FR', regions: ['99'] })])).toThrow(
      'the holidays of 99 in FR are unknown',
    );
  });
});

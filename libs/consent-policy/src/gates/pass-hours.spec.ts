import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolveConsent } from '../evolve-consent.ts';
import { decide } from '../decide.ts';
import type { ContactPointFacts, DecisionFacts, DecisionRequest, HomePlace } from '../decision.ts';
import { createRuleBook } from '../law/rule-book.ts';
import { RulePack, type RulePackInput } from '../law/rule-pack.ts';
import { NO_CONSENT } from '../ledger-entry.ts';
import { BARE_FACTS } from '../../test/facts.ts';
import { entry } from '../../test/ledger.ts';

const SOURCE = [{ title: 'an act', read: '2026-11-23' }];
const pack = (name: string, more: Partial<RulePackInput>, hours: object[]): RulePack =>
  RulePack.parse({
    pack: name,
    title: name,
    countries: ['US'],
    versions: [{ from: '2020-01-01', sources: SOURCE, windows: [{ hours }] }],
    ...more,
  });
const LAW = createRuleBook(
  [
    pack('us', {}, [{ from: '08:00', to: '21:00' }]),
    pack('us-fl', { regions: ['US-FL'], numbers: ['+1305'] }, [{ from: '08:00', to: '20:00' }]),
    pack('us-tx', { regions: ['US-TX'], numbers: ['+1214'] }, [
      { from: '09:00', to: '21:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
      { from: '12:00', to: '21:00', days: ['sun'] },
    ]),
    pack('fr', { countries: ['FR'] }, [
      { from: '08:00', to: '20:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
    ]),
    pack('se', { countries: ['SE'], versions: [{ from: '2020-01-01', sources: SOURCE }] }, []),
  ],
  () => false,
);

const NUMBER: ContactPointFacts = { id: 'number-1', channel: 'sms', isUsable: true };
const GIVEN = entry({ contactPoint: 'number-1', purpose: 'marketing' });
const consent = evolveConsent(NO_CONSENT, GIVEN);
const nowhere: HomePlace = { addressTimeZones: [], countryTimeZones: [] };

const ask = (more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  channel: 'sms',
  purpose: 'marketing',
  topic: 'offers',
  ...more,
});
const facts = (home: Partial<HomePlace>, more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  ...BARE_FACTS,
  contactPoints: [NUMBER],
  consent,
  rules: LAW,
  home: { ...nowhere, ...home },
  ...more,
});
const inShort = (known: DecisionFacts, at: string, request = ask()): string => {
  const decision = decide(request, known, new Date(at));
  const until = 'until' in decision ? (decision.until?.toISOString() ?? '') : decision.of;
  return [decision.decision, decision.why.rule, until].filter((part) => part !== '').join(' ');
};
const newYork = { country: 'US', region: 'US-NY', timeZone: 'America/New_York' };

describe('legal windows', () => {
  it.each([
    [
      'in the window, until it ends',
      newYork,
      '2026-11-23T15:00:00Z',
      'permitted consent-given 2026-11-24T02:00:00.000Z',
    ],
    ['before it', newYork, '2026-11-23T12:59:59Z', 'deferred legal-window 2026-11-23T13:00:00.000Z'],
    [
      'on its first instant',
      newYork,
      '2026-11-23T13:00:00Z',
      'permitted consent-given 2026-11-24T02:00:00.000Z',
    ],
    ['after it', newYork, '2026-11-24T02:00:00Z', 'deferred legal-window 2026-11-24T13:00:00.000Z'],
    [
      'in Florida, which closes earlier',
      { ...newYork, region: 'US-FL' },
      '2026-11-24T01:30:00Z',
      'deferred legal-window 2026-11-24T13:00:00.000Z',
    ],
    [
      'on a Sunday in Texas',
      { country: 'US', region: 'US-TX', timeZone: 'America/Chicago' },
      '2026-11-22T16:00:00Z',
      'deferred legal-window 2026-11-22T18:00:00.000Z',
    ],
    [
      'on a Saturday evening in France',
      { country: 'FR', timeZone: 'Europe/Paris' },
      '2026-11-21T19:30:00Z',
      'deferred legal-window 2026-11-23T07:00:00.000Z',
    ],
    [
      'where no hours are set',
      { country: 'SE', timeZone: 'Europe/Stockholm' },
      '2026-11-23T02:00:00Z',
      'permitted consent-given',
    ],
    [
      'in a country of which no law is known, by the hours of all',
      { country: 'NP', timeZone: 'Asia/Kathmandu' },
      '2026-11-23T02:00:00Z',
      'deferred legal-window 2026-11-23T03:15:00.000Z',
    ],
    [
      'when the clocks go forward in the window of the night',
      newYork,
      '2027-03-14T06:59:00Z',
      'deferred legal-window 2027-03-14T12:00:00.000Z',
    ],
    [
      'when the clocks go back in it',
      newYork,
      '2026-11-01T05:30:00Z',
      'deferred legal-window 2026-11-01T13:00:00.000Z',
    ],
  ])('%s', (_what, home, at, expected) => {
    expect(inShort(facts(home), at)).toBe(expected);
  });

  it('in every time zone in which the number may be: both coasts', () => {
    const coasts = ['America/New_York', 'America/Los_Angeles'];
    const point = { ...NUMBER, place: { country: 'US', timeZones: coasts, regions: [], isAnywhere: false } };
    const known = facts({}, { contactPoints: [point] });
    // Eight in New York is five in Los Angeles.
    expect(inShort(known, '2026-11-23T13:00:00Z')).toBe('deferred legal-window 2026-11-23T16:00:00.000Z');
    expect(inShort(known, '2026-11-23T16:00:00Z')).toBe('permitted consent-given 2026-11-24T02:00:00.000Z');
    const { why } = decide(ask(), known, new Date('2026-11-23T16:00:00Z'));
    expect(why.values).toMatchObject({ timeZones: coasts, timeZoneFrom: 'number', hoursOf: ['us'] });
  });

  it('also those of a state that the number makes likely, and of all states when it tells nothing', () => {
    const place = { country: 'US', timeZones: ['America/New_York'], regions: ['US-FL'], isAnywhere: false };
    const evening = '2026-11-24T01:30:00Z';
    const at = (home: Partial<HomePlace>, known: typeof place) =>
      inShort(facts(home, { contactPoints: [{ ...NUMBER, place: known }] }), evening);
    expect(at({}, place)).toMatch(/^deferred legal-window/);
    expect(at({ region: 'US-NY', timeZone: 'America/New_York' }, place)).toMatch(/^deferred legal-window/);
    expect(at({}, { ...place, regions: [] })).toMatch(/^permitted/);
    expect(at({}, { ...place, regions: [], isAnywhere: true })).toMatch(/^deferred legal-window/);
  });

  it('does not send where no time zone is known at all', () => {
    expect(inShort(facts({ country: 'US' }), '2026-11-23T15:00:00Z')).toBe(
      'refused time-zone-unknown channel',
    );
  });

  it('takes the zone that is declared, then the address, the device, the number, the country', () => {
    const token: ContactPointFacts = {
      id: 'token-1',
      channel: 'push',
      isUsable: true,
      place: { timeZones: ['Asia/Tokyo'], regions: [], isAnywhere: true },
    };
    const number = {
      ...NUMBER,
      place: { country: 'US', timeZones: ['America/Denver'], regions: [], isAnywhere: false },
    };
    const all: Partial<HomePlace> = {
      timeZone: 'America/New_York',
      addressTimeZones: ['America/Chicago'],
      countryTimeZones: ['Pacific/Honolulu'],
    };
    const fromOf = (home: Partial<HomePlace>, contactPoints: ContactPointFacts[]) =>
      decide(ask(), facts({ country: 'US', ...home }, { contactPoints }), new Date('2026-11-23T20:00:00Z'))
        .why.values;
    const { timeZone: _declared, ...notDeclared } = all;
    expect(fromOf(all, [token, number])).toMatchObject({ timeZoneFrom: 'declared' });
    expect(fromOf(notDeclared, [token, number])).toMatchObject({
      timeZoneFrom: 'address',
      timeZones: ['America/Chicago'],
    });
    const { addressTimeZones: _address, ...country } = notDeclared;
    expect(fromOf(country, [token, number])).toMatchObject({
      timeZoneFrom: 'device',
      timeZones: ['Asia/Tokyo'],
    });
    expect(fromOf(country, [number])).toMatchObject({
      timeZoneFrom: 'number',
      timeZones: ['America/Denver'],
    });
    expect(fromOf(country, [NUMBER])).toMatchObject({ timeZoneFrom: 'country' });
  });

  it('is about marketing only, and never about critical messages', () => {
    const night = '2026-11-23T07:00:00Z';
    const told = {
      consent: evolveConsent(consent, entry({ contactPoint: 'number-1', purpose: 'transactional' })),
    };
    expect(inShort(facts(newYork, told), night, ask({ purpose: 'transactional' }))).toBe(
      'permitted consent-given',
    );
    expect(inShort(facts(newYork, told), night, ask({ purpose: 'critical' }))).toBe(
      'permitted consent-given',
    );
  });

  it('refuses what would open only when the message is worth nothing', () => {
    const request = ask({ expiresAt: new Date('2026-11-23T13:00:00Z') });
    expect(inShort(facts(newYork), '2026-11-23T12:00:00Z', request)).toBe(
      'refused opens-after-expiry channel',
    );
  });

  it('spreads what waited for the same opening over ten minutes', () => {
    const at = (share: number) => inShort(facts(newYork), '2026-11-23T12:00:00Z', ask({ share }));
    expect(at(0)).toBe('deferred legal-window 2026-11-23T13:00:00.000Z');
    expect(at(0.5)).toBe('deferred legal-window 2026-11-23T13:05:00.000Z');
    expect(at(0.999)).toBe('deferred legal-window 2026-11-23T13:09:59.400Z');
  });

  it('knows versions by their date', () => {
    const versions = [
      { from: '2026-01-01', sources: SOURCE },
      { from: '2027-01-31', sources: SOURCE, windows: [{ hours: [{ from: '10:00', to: '11:00' }] }] },
    ];
    const rules = createRuleBook(
      [RulePack.parse({ pack: 'xx', title: 'x', countries: ['US'], versions })],
      () => false,
    );
    const at = (instant: string) => inShort(facts(newYork, { rules }), instant);
    expect(at('2027-01-30T23:59:59Z')).toBe('permitted consent-given');
    expect(at('2027-01-31T00:00:00Z')).toBe('deferred legal-window 2027-01-31T15:00:00.000Z');
    expect(at('2027-01-30T23:59:59Z')).toBe('permitted consent-given');
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  const own = (more: object = {}) => ({ quietHours: [{ of: 'recipient' as const, hours: night, ...more }] });
  const stockholm = { country: 'SE', timeZone: 'Europe/Stockholm' };
  const told = {
    consent: evolveConsent(consent, entry({ contactPoint: 'number-1', purpose: 'transactional' })),
  };

  it.each([
    ['marketing', 'deferred quiet-hours 2026-11-24T06:00:00.000Z'],
    ['transactional', 'deferred quiet-hours 2026-11-24T06:00:00.000Z'],
    ['critical', 'permitted consent-given'],
  ] as const)('hold %s as they should', (purpose, expected) => {
    expect(inShort(facts(stockholm, { ...own(), ...told }), '2026-11-23T22:00:00Z', ask({ purpose }))).toBe(
      expected,
    );
  });

  it('end a permission when they begin', () => {
    expect(inShort(facts(stockholm, own()), '2026-11-23T12:00:00Z')).toBe(
      'permitted consent-given 2026-11-23T21:00:00.000Z',
    );
  });
  it('concern the purposes and channels that they name', () => {
    expect(inShort(facts(stockholm, own({ purposes: ['transactional'] })), '2026-11-23T22:00:00Z')).toBe(
      'permitted consent-given',
    );
    expect(inShort(facts(stockholm, own({ channels: ['push'] })), '2026-11-23T22:00:00Z')).toBe(
      'permitted consent-given',
    );
  });

  it('never open when they go all day', () => {
    const allDay = { quietHours: [{ of: 'recipient' as const, hours: { from: '00:00', to: '24:00' } }] };
    expect(inShort(facts(stockholm, allDay), '2026-11-23T12:00:00Z')).toBe(
      'refused quiet-hours-never-opens channel',
    );
  });

  it('what is permitted lies outside all hours in all zones, and what is deferred opens then', () => {
    const zones = [
      'America/New_York',
      'Europe/Paris',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
    ];
    fc.assert(
      fc.property(
        fc.subarray(zones, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-12-31') }),
        fc.constantFrom('US', 'FR', 'SE', 'NP'),
        fc.option(fc.constantFrom(night, { from: '12:00', to: '13:30' }), { nil: undefined }),
        (countryTimeZones, instant, country, hours) => {
          const quietHours = hours === undefined ? [] : [{ of: 'recipient' as const, hours }];
          const known = facts({ country, countryTimeZones }, { quietHours });
          const decision = decide(ask(), known, new Date(instant));
          if (decision.decision !== 'deferred') return;
          const then = decide(ask(), known, decision.until);
          expect(then.decision).toBe('permitted');
          const justBefore = decide(ask(), known, new Date(decision.until.getTime() - 1));
          expect(justBefore.decision).toBe('deferred');
        },
      ),
      { numRuns: 300 },
    );
  });
});

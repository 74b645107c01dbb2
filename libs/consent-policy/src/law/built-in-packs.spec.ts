import { describe, expect, it } from 'vitest';
import { BUILT_IN_PACKS } from './built-in-packs.ts';
import { RulePack, type RulePackVersion } from './rule-pack.ts';

const STATES = ['ct', 'fl', 'md', 'ms', 'nj', 'ok', 'ri', 'tx', 'wa'].map((state) => `us-${state}`);
const WORKING = ['mon', 'tue', 'wed', 'thu', 'fri'];

function pack(name: string): RulePack {
  return BUILT_IN_PACKS.find((one) => one.pack === name)!;
}

/** The newest version that was in force on a day. */
function inForce(name: string, day: string): RulePackVersion {
  return pack(name).versions.findLast(({ from }) => from <= day)!;
}

const today = (name: string): RulePackVersion => inForce(name, '2026-11-23');

describe('the built-in rule packs', () => {
  it('are those of the places that are promised', () => {
    expect(BUILT_IN_PACKS.map(({ pack: name }) => name)).toEqual(
      ['ca', 'de', 'eu', 'fr', 'fr-alsace-moselle', 'gb', 'se', 'us', ...STATES].sort(),
    );
  });

  it.each(BUILT_IN_PACKS.map((one) => [one.pack, one] as const))('%s fits the schema', (_, one) => {
    expect(RulePack.parse(one)).toEqual(one);
  });

  it('cover the EU and the EEA', () => {
    expect(pack('eu').countries).toEqual(expect.arrayContaining(['DE', 'FR', 'SE', 'IE', 'IS', 'LI', 'NO']));
    expect(pack('eu').countries).not.toContain('GB');
    expect(pack('eu').countries).not.toContain('CH');
  });

  it('say until when they were read', () => {
    for (const { versions } of BUILT_IN_PACKS)
      for (const { sources, notes } of versions) {
        expect(sources.every(({ read }) => read >= '2026-11-01')).toBe(true);
        expect(notes).toBeDefined();
      }
  });
});

describe('American area codes', () => {
  it('stand in the pack of one state only', () => {
    const all = BUILT_IN_PACKS.flatMap(({ numbers = [] }) => numbers);
    expect(new Set(all).size).toBe(all.length);
    for (const prefix of all) expect(all.filter((other) => other.startsWith(prefix))).toEqual([prefix]);
  });

  it.each(STATES)('are three digits in %s, whose region is the state', (name) => {
    const { regions, numbers } = pack(name);
    expect(regions).toEqual([name.toUpperCase()]);
    expect(numbers!.length).toBeGreaterThan(0);
    for (const prefix of numbers!) expect(prefix).toMatch(/^\+1[2-9]\d\d$/);
  });

  it.each([
    ['+1305', 'us-fl'],
    ['+1850', 'us-fl'],
    ['+1405', 'us-ok'],
    ['+1206', 'us-wa'],
    ['+1301', 'us-md'],
    ['+1601', 'us-ms'],
    ['+1201', 'us-nj'],
    ['+1203', 'us-ct'],
    ['+1401', 'us-ri'],
    ['+1915', 'us-tx'],
    ['+1212', undefined],
    ['+1800', undefined],
  ])('%s is of %s', (prefix, name) => {
    expect(BUILT_IN_PACKS.find(({ numbers }) => numbers?.includes(prefix))?.pack).toBe(name);
  });
});

describe('American hours', () => {
  it.each([
    ['us', '08:00', '21:00'],
    ['us-fl', '08:00', '20:00'],
    ['us-ok', '08:00', '20:00'],
    ['us-wa', '08:00', '20:00'],
    ['us-md', '08:00', '20:00'],
    ['us-nj', '08:00', '20:00'],
    ['us-ct', '09:00', '20:00'],
  ])('%s: %s to %s every day, for marketing by telephone', (name, from, to) => {
    const about = { purposes: ['marketing'], channels: ['sms', 'mms', 'rcs'] };
    expect(today(name).windows).toEqual([{ ...about, hours: [{ from, to }] }]);
  });

  it('begin at noon on Sundays in Texas', () => {
    expect(today('us-tx').windows[0]!.hours).toEqual([
      { from: '09:00', to: '21:00', days: [...WORKING, 'sat'] },
      { from: '12:00', to: '21:00', days: ['sun'] },
    ]);
  });

  it('are shorter on Saturdays in Rhode Island, and none on Sundays and holidays', () => {
    expect(today('us-ri').windows).toMatchObject([
      {
        hours: [
          { from: '09:00', to: '18:00', days: WORKING },
          { from: '10:00', to: '17:00', days: ['sat'] },
        ],
        closedOnHolidays: { country: 'US', regions: ['RI'] },
      },
    ]);
  });

  it('leave out Sundays in Mississippi', () => {
    expect(today('us-ms').windows[0]!.hours).toEqual([
      { from: '08:00', to: '20:00', days: [...WORKING, 'sat'] },
    ]);
  });

  it('were not yet about texts in Texas before September 2025', () => {
    expect(inForce('us-tx', '2025-08-31')).toBeUndefined();
    expect(inForce('us-tx', '2025-09-01')).toBeDefined();
  });
});

describe('American caps', () => {
  it('hold in Florida and Oklahoma only: Washington has none', () => {
    const capped = BUILT_IN_PACKS.filter(({ versions }) => versions.some(({ caps }) => caps.length > 0));
    expect(capped.map(({ pack: name }) => name)).toEqual(['us-fl', 'us-ok']);
  });

  it.each(['us-fl', 'us-ok'])('%s: three about one topic in 24 rolling hours', (name) => {
    expect(today(name).caps).toEqual([
      { purposes: ['marketing'], channels: ['sms', 'mms', 'rcs'], per: 'topic', most: 3, within: 'PT24H' },
    ]);
  });
});

describe('a withdrawal in the United States', () => {
  it('covers every topic once the waiver has ended', () => {
    expect(inForce('us', '2025-04-11').withdrawalCovers).toBe('what-it-names');
    expect(inForce('us', '2027-01-30').withdrawalCovers).toBe('what-it-names');
    expect(inForce('us', '2027-01-31').withdrawalCovers).toBe('every-topic');
  });

  it('covers what it names everywhere else', () => {
    for (const { pack: name, versions } of BUILT_IN_PACKS)
      for (const { withdrawalCovers } of versions)
        if (name !== 'us') expect(withdrawalCovers).toBe('what-it-names');
  });
});

describe('Europe and Canada', () => {
  it('have hours in France only, the strictest that sources name', () => {
    expect(today('fr').windows).toMatchObject([
      {
        purposes: ['marketing'],
        hours: [
          { from: '08:00', to: '20:00', days: WORKING },
          { from: '10:00', to: '18:00', days: ['sat'] },
        ],
        closedOnHolidays: { country: 'FR' },
      },
    ]);
    for (const name of ['eu', 'de', 'gb', 'se', 'ca']) expect(today(name).windows).toEqual([]);
  });

  it('keep the holidays of Alsace and Moselle there', () => {
    expect(pack('fr-alsace-moselle').regions).toEqual(
      expect.arrayContaining(['FR-57', 'FR-67', 'FR-68', 'FR-6AE', 'FR-GES']),
    );
    expect(today('fr-alsace-moselle').windows).toMatchObject([
      {
        hours: [{ from: '00:00', to: '24:00' }],
        closedOnHolidays: { country: 'FR', regions: ['57', '67', '68'] },
      },
    ]);
  });

  it.each(['eu', 'de', 'fr', 'gb', 'se'])(
    '%s lets customers be told of similar things by email only',
    (name) => {
      expect(today(name).accepts).toEqual([
        { basis: 'existing-customer', purposes: ['marketing'], channels: ['email'] },
      ]);
    },
  );

  it('let a consent decay in Germany after the shortest time that a court has named', () => {
    expect(today('de').decay).toMatchObject([{ after: 'P18M', purposes: ['marketing'] }]);
  });

  it('imply a consent in Canada for as long as CASL does', () => {
    expect(today('ca').accepts.map(({ basis, validFor }) => [basis, validFor])).toEqual([
      ['existing-customer', 'P2Y'],
      ['inquiry', 'P6M'],
      ['membership', 'P2Y'],
    ]);
    for (const { channels } of today('ca').accepts) expect(channels).toEqual(['sms', 'mms', 'rcs', 'email']);
  });

  it('accept nothing but an express consent in the United States', () => {
    for (const name of ['us', ...STATES]) expect(today(name).accepts).toEqual([]);
  });
});

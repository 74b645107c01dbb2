import { describe, expect, it } from 'vitest';
import { nextOccurrence, readCron } from './cron.ts';
import { isTimeZone } from './time-zone.ts';

const next = (pattern: string, zone: string, after: string): string =>
  new Date(nextOccurrence(pattern, zone, Date.parse(after))!).toISOString();

describe('a cron pattern', () => {
  it('comes on the clocks of its zone, on days on which they change too', () => {
    expect(next('0 9 * * mon', 'Europe/Stockholm', '2026-10-19T10:00:00Z')).toBe('2026-10-26T08:00:00.000Z');
    expect(next('30 2 * * *', 'Europe/Stockholm', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('30 2 * * *', 'Europe/Stockholm', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it.each(['0 9 * *', '61 9 * * *', '* * * * * *', '0 0 31 2 *', 'often', ''])(
    '%j is refused with words',
    (pattern) => {
      expect(readCron(pattern)).toMatch(/\w/);
    },
  );

  it('is fine as people write it', () => {
    expect(['0 9 * * mon', '*/15 8-18 * * 1-5', '0 0 1 * *'].map(readCron)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a time zone', () => {
  it('has a name of the IANA database', () => {
    const names = ['Europe/Stockholm', 'UTC', 'Europe/Atlantis', '+01:00', '', 'x'];
    expect(names.map(isTimeZone)).toEqual([true, true, false, false, false, false]);
  });
});

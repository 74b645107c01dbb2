import { describe, expect, it } from 'vitest';
import { createHolidays, holidayRegions } from './holidays.ts';

const isHoliday = createHolidays();

/** The holidays of a year as `MM-DD`, each day asked for. */
function holidaysOf(year: number, country: string, regions?: readonly string[]): string {
  const first = Date.UTC(year, 0, 1);
  const days = (Date.UTC(year + 1, 0, 1) - first) / 86_400_000;
  return Array.from({ length: days }, (_, day) =>
    new Date(first + day * 86_400_000).toISOString().slice(0, 10),
  )
    .filter((date) => isHoliday(date, country, regions))
    .map((date) => date.slice(5))
    .join(' ');
}

describe('public holidays', () => {
  it.each([
    [2026, 'FR', '01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25'],
    [2027, 'FR', '01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25'],
    [2026, 'DE', '01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26'],
    [2027, 'DE', '01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26'],
    [2026, 'US', '01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25'],
    // The last is New Year's Day of 2028, a Saturday, made up for the day before.
    [2027, 'US', '01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31'],
  ])('in %i in %s', (year, country, dates) => {
    expect(holidaysOf(year, country)).toBe(dates);
  });

  it.each([
    [2026, 'FR', '57', '04-03 12-26'],
    [2027, 'FR', '68', '03-26 12-26'],
    [2026, 'DE', 'BY', '01-06 06-04 11-01'],
    [2027, 'DE', 'BY', '01-06 05-27 11-01'],
  ])('in %i in %s there are more in %s: %s', (year, country, region, more) => {
    const everywhere = new Set(holidaysOf(year, country).split(' '));
    const there = holidaysOf(year, country, [region]).split(' ');
    expect(there.filter((date) => !everywhere.has(date)).join(' ')).toBe(more);
    expect([...everywhere].every((date) => there.includes(date))).toBe(true);
  });

  it('are those of any of several parts', () => {
    expect(isHoliday('2026-11-18', 'DE', ['BY', 'SN'])).toBe(true);
    expect(isHoliday('2026-11-18', 'DE', ['BY'])).toBe(false);
    expect(isHoliday('2026-01-06', 'DE', ['SN', 'BY'])).toBe(true);
  });

  it('are those of the country in a part that has none of its own', () => {
    expect(holidaysOf(2026, 'FR', ['75'])).toBe(holidaysOf(2026, 'FR'));
  });

  it('last for all their days', () => {
    const dates = ['03-18', '03-19', '03-20', '03-21', '03-22', '03-23'];
    expect(dates.map((date) => isHoliday(`2026-${date}`, 'SA'))).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it.each(['ZZ', '', 'fr', 'constructor'])('of %j are unknown, and not taken for none', (country) => {
    expect(holidayRegions(country)).toBeUndefined();
    expect(() => isHoliday('2026-12-25', country)).toThrow(RangeError);
  });

  it('differ between the parts of some countries', () => {
    expect(holidayRegions('FR')).toContain('57');
    expect(holidayRegions('SE')).toEqual([]);
  });
});

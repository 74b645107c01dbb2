import Holidays, { type HolidaysTypes } from 'date-holidays';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Whether a local date (`YYYY-MM-DD`) is a public holiday of a country (ISO 3166-1 alpha-2) or of one of its parts, as
 * `date-holidays` names them (57 of FR, BY of DE). A part that is not listed has the holidays of the whole country.
 * Sundays are no holidays by themselves.
 * @throws RangeError when the country's holidays are unknown.
 */
export type IsHoliday = (date: string, country: string, regions?: readonly string[]) => boolean;

/** Holidays of all countries, each country, part and year computed once. A holiday of any of the parts is one. */
export function createHolidays(): IsHoliday {
  const years = new Map<string, ReadonlySet<string>>();
  const datesOf = (country: string, region: string | undefined, year: number): ReadonlySet<string> => {
    const key = `${country} ${region ?? ''} ${year}`;
    const dates = years.get(key) ?? datesOfYear(country, region, year);
    years.set(key, dates);
    return dates;
  };
  return (date, country, regions = []) => {
    const listed = holidayRegions(country);
    if (listed === undefined) throw new RangeError(`the holidays of ${country} are unknown`);
    const year = Number(date.slice(0, 4));
    const parts = regions.map((region) => (listed.includes(region) ? region : undefined));
    return (parts.length === 0 ? [undefined] : parts).some((region) =>
      // What is made up for on another day may be in the list of the year before or after.
      [year, year + 1, year - 1].some((listYear) => datesOf(country, region, listYear).has(date)),
    );
  };
}

/** Parts of a country that may have holidays of their own; undefined when the country's holidays are unknown. */
export function holidayRegions(country: string): readonly string[] | undefined {
  const known = regionsByCountry.get(country);
  if (known !== undefined || regionsByCountry.has(country)) return known;
  const regions = Object.hasOwn(lists.getCountries(), country)
    ? Object.keys(lists.getStates(country) ?? {})
    : undefined;
  regionsByCountry.set(country, regions);
  return regions;
}

const lists = new Holidays();
const regionsByCountry = new Map<string, readonly string[] | undefined>();

function datesOfYear(country: string, region: string | undefined, year: number): ReadonlySet<string> {
  const only: HolidaysTypes.Options = { types: ['public'] };
  const calendar = region === undefined ? new Holidays(country, only) : new Holidays(country, region, only);
  return new Set(calendar.getHolidays(year).flatMap(datesOfHoliday));
}

/** Every date of which a part is the holiday's: some last for days, some begin at noon. */
function datesOfHoliday({ date, start, end }: HolidaysTypes.Holiday): string[] {
  const firstDay = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const firstHour = Number(date.slice(11, 13));
  const hours = firstHour + (end.getTime() - start.getTime()) / HOUR_MS;
  // An hour less: a day on which clocks go back has 25.
  const days = Math.max(1, Math.ceil((hours - 1) / 24));
  return Array.from({ length: days }, (_, day) =>
    new Date(firstDay + day * DAY_MS).toISOString().slice(0, 10),
  );
}

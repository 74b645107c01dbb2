/// <reference lib="esnext.intl" />
import { isZoneOfNumbers } from './number-zones.ts';

/** Kosovo's code is in use but not in the standard, and has no zone of its own. */
const OTHERS: Readonly<Record<string, readonly string[]>> = { XK: ['Europe/Belgrade'] };

const zonesByCountry = new Map<string, readonly string[]>();

/**
 * The IANA time zones of a country (ISO 3166-1 alpha-2), as the Unicode CLDR of this Node lists them. Overseas parts with a
 * code of their own are not among them. Zones that numbers have come first: they are the ones that people know (New York,
 * before Detroit with the same time). None when the country is unknown or nobody lives there.
 */
export function zonesOfCountry(country: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  const known = zonesByCountry.get(country);
  if (known !== undefined) return known;
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
  const byRenown = zones.toSorted((a, b) => Number(isZoneOfNumbers(b)) - Number(isZoneOfNumbers(a)));
  const found = Object.freeze(zones.length > 0 ? byRenown : (OTHERS[country] ?? []));
  zonesByCountry.set(country, found);
  return found;
}

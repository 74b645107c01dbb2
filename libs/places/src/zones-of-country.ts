/// <reference lib="esnext.intl" />
/** Kosovo's code is in use but not in the standard, and has no zone of its own. */
const OTHERS: Readonly<Record<string, readonly string[]>> = { XK: ['Europe/Belgrade'] };

const zonesByCountry = new Map<string, readonly string[]>();

/**
 * The IANA time zones of a country (ISO 3166-1 alpha-2), as the Unicode CLDR of this Node lists them. Overseas parts with a
 * code of their own are not among them. None when the country is unknown or nobody lives there.
 */
export function zonesOfCountry(country: string): readonly string[] {
  if (!/^[A-Z]{2}$/.test(country)) return [];
  const known = zonesByCountry.get(country);
  if (known !== undefined) return known;
  const zones = new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
  const found = Object.freeze(zones.length > 0 ? zones : (OTHERS[country] ?? []));
  zonesByCountry.set(country, found);
  return found;
}

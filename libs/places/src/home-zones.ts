import { distinctClocks } from './distinct-clocks.ts';
import { zonesOfCountry } from './zones-of-country.ts';
import { zonesOfRegion } from './zones-of-region.ts';

/** What is known of somebody's address. */
export interface Home {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  /** ISO 3166-2, such as US-FL. */
  readonly region?: string | undefined;
}

/** Zones of an address; of those that show the same time one stands for all. */
export interface HomeZones {
  /** Those of the region, else of a country that has only one; none when the address does not tell. */
  readonly addressTimeZones: readonly string[];
  /** All those of the country. */
  readonly countryTimeZones: readonly string[];
}

/**
 * The time zones in which an address may be. A region without a country says its country as well; one of another country is
 * a contradiction, in which the address tells nothing.
 */
export function homeZones({ country, region }: Home): HomeZones {
  const home = country ?? region?.slice(0, 2);
  const countryTimeZones = home === undefined ? [] : distinctClocks(zonesOfCountry(home));
  if (region !== undefined && !isPartOf(region, home)) return { addressTimeZones: [], countryTimeZones };
  const ofRegion = region === undefined ? [] : zonesOfRegion(region);
  const ofCountry = countryTimeZones.length === 1 ? countryTimeZones : [];
  return {
    addressTimeZones: ofRegion.length > 0 ? distinctClocks(ofRegion) : ofCountry,
    countryTimeZones,
  };
}

/** US-PR is a part of the US, and of PR, which is a country in ISO 3166-1. */
function isPartOf(region: string, country: string | undefined): boolean {
  return region.split('-').includes(country ?? '');
}

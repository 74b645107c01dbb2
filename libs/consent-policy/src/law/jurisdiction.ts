import type { ContactPointFacts, HomePlace } from '../decision.ts';
import type { Jurisdiction } from './rule-book.ts';

/**
 * Under whose law a contact point is told something: the recipient's country, else the number's. A region that is known
 * doesn't take back what the number's beginning makes likely: both hold.
 */
export function jurisdictionOf(home: HomePlace, { place }: ContactPointFacts): Jurisdiction {
  const country = home.country ?? home.region?.slice(0, 2) ?? place?.country;
  const presumed = place?.country === country ? (place?.regions ?? []) : [];
  const regions = home.region === undefined ? presumed : [home.region, ...presumed];
  const tellsNothing = place === undefined || place.isAnywhere || place.country !== country;
  return { country, regions, isRegionUnknown: home.region === undefined && tellsNothing };
}

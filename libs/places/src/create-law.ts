import { BUILT_IN_PACKS, createRuleBook, type Law, type RulePack } from '@hermod/consent-policy';
import { createHolidays } from './holidays.ts';
import { homeZones } from './home-zones.ts';
import { readNumberPlace } from './number-place.ts';

/**
 * The law in force with everything that it asks of places.
 * @param own rule packs of a deployment; one takes the place of a built-in one of the same name.
 */
export function createLaw(own: readonly RulePack[] = []): Law {
  const replaced = new Set(own.map(({ pack }) => pack));
  const builtIn = BUILT_IN_PACKS.filter(({ pack }) => !replaced.has(pack));
  const rules = createRuleBook([...builtIn, ...own], createHolidays());
  return {
    rules,
    homeOf: ({ country, region, timeZone }) => ({
      country,
      region,
      timeZone,
      ...homeZones({ country, region }),
    }),
    placeOfNumber: (e164) => ({ ...readNumberPlace(e164), regions: rules.presumedRegions(e164) }),
  };
}

let builtIn: Law | undefined;

/** The law by the built-in rule packs; made when it is first asked for, which takes a moment. */
export function builtInLaw(): Law {
  return (builtIn ??= createLaw());
}

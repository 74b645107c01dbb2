import { BUILT_IN_PACKS, createRuleBook, type Law, type RulePack } from '@hermod/consent-policy';
import { HermodError } from '@hermod/contracts';
import { distinctClocks } from './distinct-clocks.ts';
import { createHolidays, holidayRegions } from './holidays.ts';
import { homeZones, type HomeZones } from './home-zones.ts';
import { readNumberPlace } from './number-place.ts';

/**
 * The law in force with everything that it asks of places.
 * @param own rule packs of a deployment; one takes the place of a built-in one of the same name.
 * @throws HermodError RULE_PACK_INVALID when one closes on holidays of which nothing is known: it would open on them.
 */
export function createLaw(own: readonly RulePack[] = []): Law {
  for (const pack of own) checkHolidays(pack);
  const replaced = new Set(own.map(({ pack }) => pack));
  const builtIn = BUILT_IN_PACKS.filter(({ pack }) => !replaced.has(pack));
  const rules = createRuleBook([...builtIn, ...own], createHolidays());
  // As many as there are countries and regions.
  const homes = new Map<string, HomeZones>();
  return {
    rules,
    homeOf: ({ country, region, timeZone }) => {
      const key = `${country ?? ''} ${region ?? ''}`;
      let zones = homes.get(key);
      if (zones === undefined) homes.set(key, (zones = homeZones({ country, region })));
      return { country, region, timeZone, ...zones };
    },
    placeOfNumber: (e164) => {
      const { timeZones, ...place } = readNumberPlace(e164);
      return { ...place, timeZones: distinctClocks(timeZones), regions: rules.presumedRegions(e164) };
    },
  };
}

function checkHolidays({ pack, versions }: RulePack): void {
  for (const [v, { windows }] of versions.entries()) {
    for (const [w, { closedOnHolidays: closed }] of windows.entries()) {
      if (closed === undefined) continue;
      const field = `versions[${v}].windows[${w}].closedOnHolidays`;
      const known = holidayRegions(closed.country);
      if (known === undefined) throw unknownHolidays(pack, `${field}.country`, `of ${closed.country}`);
      const stranger = closed.regions?.find((region) => !known.includes(region));
      if (stranger !== undefined)
        throw unknownHolidays(pack, `${field}.regions`, `of ${stranger} in ${closed.country}`);
    }
  }
}

function unknownHolidays(pack: string, field: string, whose: string): HermodError {
  return new HermodError('RULE_PACK_INVALID', `rule pack ${pack}: the holidays ${whose} are unknown`, {
    field,
    fix: 'name a country and parts of it as date-holidays does',
  });
}

let builtIn: Law | undefined;

/** The law by the built-in rule packs; made when it is first asked for, which takes a moment. */
export function builtInLaw(): Law {
  return (builtIn ??= createLaw());
}

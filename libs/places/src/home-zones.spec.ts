import { describe, expect, it } from 'vitest';
import { type Home, homeZones } from './home-zones.ts';
import { zonesOfCountry } from './zones-of-country.ts';

describe('the zones of an address', () => {
  it.each<[Home, string[], string]>([
    [{ country: 'SE' }, ['Europe/Stockholm'], 'a country with one zone'],
    [{ country: 'DE' }, ['Europe/Berlin'], 'a country with two that keep the same time'],
    [{ country: 'DE', region: 'DE-BY' }, ['Europe/Berlin'], 'a part of it'],
    [{ country: 'US', region: 'US-NY' }, ['America/New_York'], 'a state with one zone'],
    [{ country: 'US', region: 'US-FL' }, ['America/New_York', 'America/Chicago'], 'a state with two'],
    [{ region: 'US-FL' }, ['America/New_York', 'America/Chicago'], 'a region alone'],
    [{ country: 'US', region: 'US-MI' }, ['America/Detroit', 'America/Menominee'], 'Michigan'],
    [{ country: 'US', region: 'US-PR' }, ['America/Puerto_Rico'], 'a territory'],
    [{ country: 'PR', region: 'US-PR' }, ['America/Puerto_Rico'], 'a territory as a country'],
    [{ country: 'FR' }, ['Europe/Paris'], 'France'],
    [{ country: 'FR', region: 'FR-974' }, ['Indian/Reunion'], 'its department overseas'],
    [{ country: 'XK' }, ['Europe/Belgrade'], 'a code that is in use only'],
    [{ country: 'US' }, [], 'a country with several, nothing more'],
    [{ country: 'US', region: 'US-XX' }, [], 'a region that is none'],
    [{ country: 'SE', region: 'US-NY' }, [], 'a region of another country'],
    [{ country: 'ZZ' }, [], 'a country that is none'],
    [{}, [], 'nothing'],
  ])('%j: %j, %s', (home, zones) => {
    expect(homeZones(home).addressTimeZones).toEqual(zones);
  });

  it('are among those of the country, all of which are told as well', () => {
    const { countryTimeZones } = homeZones({ country: 'US', region: 'US-NY' });
    expect(countryTimeZones).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']));
    expect(homeZones({ region: 'US-NY' }).countryTimeZones).toEqual(countryTimeZones);
    expect(homeZones({ country: 'SE', region: 'US-NY' }).countryTimeZones).toEqual(['Europe/Stockholm']);
  });

  it.each(['', 'us', 'USA', 'ZZ', '12'])('%j is no country', (country) => {
    expect(zonesOfCountry(country)).toEqual([]);
  });
});

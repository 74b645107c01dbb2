import { describe, expect, it } from 'vitest';
import { distinctClocks } from './distinct-clocks.ts';
import { zonesOfCountry } from './zones-of-country.ts';
import { zonesOfRegion } from './zones-of-region.ts';

const PARTS: Readonly<Record<string, string>> = {
  US:
    'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA ' +
    'RI SC SD TN TX UT VT VA WA WV WI WY',
  CA: 'AB BC MB NB NL NS NT NU ON PE QC SK YT',
  AU: 'ACT NSW NT QLD SA TAS VIC WA',
  BR: 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO',
  MX:
    'AGU BCN BCS CAM CHH CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SIN SLP SON TAB TAM TLA ' +
    'VER YUC ZAC',
  ES: 'AN AR AS CB CL CM CN CT EX GA IB MC MD NC PV RI VC CE ML',
};

describe.each(Object.entries(PARTS))('the parts of %s', (country, parts) => {
  const zones = parts.split(' ').map((part) => zonesOfRegion(`${country}-${part}`));

  it('have zones, each of them', () => {
    expect(zones.filter((list) => list.length === 0)).toEqual([]);
  });

  it('have all clocks of the country between them, and no others', () => {
    const ofCountry = zonesOfCountry(country);
    const count = distinctClocks(ofCountry).length;
    expect(distinctClocks([...ofCountry, ...zones.flat()])).toHaveLength(count);
    expect(distinctClocks(zones.flat())).toHaveLength(count);
  });
});

describe('the zones of a region', () => {
  it.each([
    ['US-DC', ['America/New_York']],
    ['US-GU', ['Pacific/Guam']],
    ['US-AZ', ['America/Phoenix', 'America/Denver']],
    ['AU-WA', ['Australia/Perth', 'Australia/Eucla']],
    ['PT-20', ['Atlantic/Azores']],
    ['ES-GC', ['Atlantic/Canary']],
    ['CL-MA', ['America/Punta_Arenas']],
    ['EC-W', ['Pacific/Galapagos']],
    ['NZ-CIT', ['Pacific/Chatham']],
    ['NL-CW', ['America/Curacao']],
    ['CN-HK', ['Asia/Hong_Kong']],
  ])('%s: %j', (region, zones) => {
    expect(zonesOfRegion(region)).toEqual(zones);
  });

  it.each(['US', 'US-', 'US-XX', 'us-ny', 'constructor', ''])('%j is none that is known', (region) => {
    expect(zonesOfRegion(region)).toEqual([]);
  });
});

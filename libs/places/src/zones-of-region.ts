import { zonesOfCountry } from './zones-of-country.ts';

/** Parts of a country, the second halves of their ISO 3166-2 codes, and the zones that all of these parts have. */
type Row = readonly [parts: string, ...zones: string[]];

/**
 * Zones of the parts of countries that have several, from the IANA time zone database (`zone1970.tab` and its notes, 2025b, read
 * 2026-11-23); where a boundary runs through a part, it has the zones of both sides. Countries are left out where that
 * source doesn't tell which part a zone belongs to.
 */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  US: [
    ['CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV', 'America/New_York'],
    ['AL AR IA IL LA MN MO MS OK WI', 'America/Chicago'],
    ['CO MT NM UT WY', 'America/Denver'],
    ['CA WA', 'America/Los_Angeles'],
    ['FL TN', 'America/New_York', 'America/Chicago'],
    ['KS NE SD TX', 'America/Chicago', 'America/Denver'],
    ['MI', 'America/Detroit', 'America/Menominee'],
    ['NV', 'America/Los_Angeles', 'America/Denver'],
    ['OR', 'America/Los_Angeles', 'America/Boise'],
    ['ID', 'America/Boise', 'America/Los_Angeles'],
    // The Navajo Nation has summer time.
    ['AZ', 'America/Phoenix', 'America/Denver'],
    ['HI', 'Pacific/Honolulu'],
    [
      'IN',
      'America/Indiana/Indianapolis',
      'America/Indiana/Marengo',
      'America/Indiana/Petersburg',
      'America/Indiana/Vevay',
      'America/Indiana/Vincennes',
      'America/Indiana/Winamac',
      'America/Indiana/Knox',
      'America/Indiana/Tell_City',
      'America/Chicago',
    ],
    [
      'KY',
      'America/New_York',
      'America/Kentucky/Louisville',
      'America/Kentucky/Monticello',
      'America/Chicago',
    ],
    [
      'ND',
      'America/Chicago',
      'America/North_Dakota/Beulah',
      'America/North_Dakota/Center',
      'America/North_Dakota/New_Salem',
      'America/Denver',
    ],
    [
      'AK',
      'America/Anchorage',
      'America/Juneau',
      'America/Sitka',
      'America/Metlakatla',
      'America/Yakutat',
      'America/Nome',
      'America/Adak',
    ],
  ],
  CA: [
    ['AB', 'America/Edmonton'],
    [
      'BC',
      'America/Vancouver',
      'America/Edmonton',
      'America/Creston',
      'America/Dawson_Creek',
      'America/Fort_Nelson',
    ],
    ['MB', 'America/Winnipeg'],
    ['NB', 'America/Moncton'],
    ['NL', 'America/St_Johns', 'America/Goose_Bay'],
    ['NS', 'America/Halifax', 'America/Glace_Bay'],
    ['NT', 'America/Inuvik', 'America/Edmonton'],
    [
      'NU',
      'America/Iqaluit',
      'America/Rankin_Inlet',
      'America/Resolute',
      'America/Cambridge_Bay',
      'America/Atikokan',
    ],
    ['ON', 'America/Toronto', 'America/Winnipeg', 'America/Atikokan'],
    ['PE', 'America/Halifax'],
    // The Magdalen Islands keep Halifax's time.
    ['QC', 'America/Toronto', 'America/Blanc-Sablon', 'America/Halifax'],
    // Lloydminster keeps Alberta's time, Creighton Manitoba's.
    ['SK', 'America/Regina', 'America/Swift_Current', 'America/Edmonton', 'America/Winnipeg'],
    ['YT', 'America/Whitehorse', 'America/Dawson'],
  ],
  AU: [
    ['ACT', 'Australia/Sydney'],
    ['NSW', 'Australia/Sydney', 'Australia/Broken_Hill', 'Australia/Lord_Howe'],
    ['NT', 'Australia/Darwin'],
    ['QLD', 'Australia/Brisbane', 'Australia/Lindeman'],
    ['SA', 'Australia/Adelaide'],
    ['TAS', 'Australia/Hobart', 'Antarctica/Macquarie'],
    ['VIC', 'Australia/Melbourne'],
    ['WA', 'Australia/Perth', 'Australia/Eucla'],
  ],
  NZ: [
    ['AUK BOP CAN GIS HKB MBH MWT NSN NTL OTA STL TAS TKI WGN WKO WTC', 'Pacific/Auckland'],
    ['CIT', 'Pacific/Chatham'],
  ],
  BR: [
    ['DF ES GO MG PR RJ RS SC SP', 'America/Sao_Paulo'],
    ['CE MA PB PI RN', 'America/Fortaleza'],
    ['AL SE', 'America/Maceio'],
    ['AC', 'America/Rio_Branco'],
    ['AM', 'America/Manaus', 'America/Eirunepe'],
    ['AP', 'America/Belem'],
    ['BA', 'America/Bahia'],
    ['MS', 'America/Campo_Grande'],
    ['MT', 'America/Cuiaba'],
    ['PA', 'America/Belem', 'America/Santarem'],
    ['PE', 'America/Recife', 'America/Noronha'],
    ['RO', 'America/Porto_Velho'],
    ['RR', 'America/Boa_Vista'],
    ['TO', 'America/Araguaina'],
  ],
  MX: [
    ['AGU CHP CMX COL GRO GUA HID JAL MEX MIC MOR OAX PUE QUE SLP TAB TLA VER ZAC', 'America/Mexico_City'],
    ['CAM YUC', 'America/Merida'],
    ['COA NLE TAM', 'America/Monterrey', 'America/Matamoros'],
    ['BCS SIN', 'America/Mazatlan'],
    ['BCN', 'America/Tijuana'],
    ['CHH', 'America/Chihuahua', 'America/Ciudad_Juarez', 'America/Ojinaga'],
    ['DUR', 'America/Monterrey'],
    ['NAY', 'America/Mazatlan', 'America/Bahia_Banderas'],
    ['ROO', 'America/Cancun'],
    ['SON', 'America/Hermosillo'],
  ],
  CL: [
    ['AN AP AR AT BI CO LI LL LR ML NB RM TA', 'America/Santiago'],
    ['AI', 'America/Coyhaique'],
    ['MA', 'America/Punta_Arenas'],
    ['VS', 'America/Santiago', 'Pacific/Easter'],
  ],
  EC: [
    ['A B C D E F G H I L M N O P R S SD SE T U X Y Z', 'America/Guayaquil'],
    ['W', 'Pacific/Galapagos'],
  ],
  ES: [
    ['AN AR AS CB CL CM CT EX GA IB MC MD NC PV RI VC', 'Europe/Madrid'],
    [
      'A AB AL AV B BA BI BU C CA CC CO CR CS CU GI GR GU H HU J L LE LO LU M MA MU NA O OR P PM PO S SA SE SG SO SS T TE TO V VA VI Z ZA',
      'Europe/Madrid',
    ],
    ['CN GC TF', 'Atlantic/Canary'],
    ['CE ML', 'Africa/Ceuta'],
  ],
  PT: [
    ['01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18', 'Europe/Lisbon'],
    ['20', 'Atlantic/Azores'],
    ['30', 'Atlantic/Madeira'],
  ],
};

/** Parts that ISO 3166-1 lists as countries as well, by the code that they have there. */
const COUNTRIES_TOO: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: { AS: 'AS', GU: 'GU', MP: 'MP', PR: 'PR', UM: 'UM', VI: 'VI' },
  FR: {
    971: 'GP',
    972: 'MQ',
    973: 'GF',
    974: 'RE',
    976: 'YT',
    BL: 'BL',
    GF: 'GF',
    GP: 'GP',
    MF: 'MF',
    MQ: 'MQ',
    NC: 'NC',
    PF: 'PF',
    PM: 'PM',
    RE: 'RE',
    TF: 'TF',
    WF: 'WF',
    YT: 'YT',
  },
  NL: { AW: 'AW', BQ1: 'BQ', BQ2: 'BQ', BQ3: 'BQ', CW: 'CW', SX: 'SX' },
  CN: { HK: 'HK', MO: 'MO', TW: 'TW' },
};

const zonesByRegion = readRows();

/**
 * The IANA time zones of a part of a country (ISO 3166-2, such as US-FL). None when it is unknown; also where the country has
 * one zone only, but for parts overseas.
 */
export function zonesOfRegion(region: string): readonly string[] {
  return zonesByRegion.get(region) ?? [];
}

function readRows(): ReadonlyMap<string, readonly string[]> {
  const own = Object.entries(ROWS).flatMap(([country, rows]) =>
    rows.flatMap(([parts, ...zones]) =>
      parts.split(' ').map((part) => [`${country}-${part}`, zones] as const),
    ),
  );
  const overseas = Object.entries(COUNTRIES_TOO).flatMap(([country, parts]) =>
    Object.entries(parts).map(([part, code]) => [`${country}-${part}`, zonesOfCountry(code)] as const),
  );
  return new Map([...own, ...overseas]);
}

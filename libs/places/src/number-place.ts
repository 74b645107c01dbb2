import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { zonesOfPrefix } from './number-zones.ts';

/** What a phone number alone says of where its holder is. */
export interface NumberPlace {
  /** ISO 3166-1 alpha-2; absent when it is of no country, of several alike, or unknown. */
  readonly country?: string;
  /** All IANA time zones in which the holder may be; none when the number says nothing at all. */
  readonly timeZones: readonly string[];
  /** True when the number's beginning says nothing of a part of the country. */
  readonly isAnywhere: boolean;
}

type NumberType = ReturnType<PhoneNumber['getType']>;

/** Calling codes under which the mobile numbers, too, begin with where they are from: MX, AR, BR, ID, CN. */
const GEOGRAPHIC_MOBILE: ReadonlySet<string> = new Set(['52', '54', '55', '62', '86']);
const GEOGRAPHIC: ReadonlySet<NumberType> = new Set(['FIXED_LINE', 'FIXED_LINE_OR_MOBILE'] as const);
/**
 * Where the holder of a number may be, as Google's PhoneNumberToTimeZonesMapper finds it: a geographic number by the longest
 * beginning that is known, any other by its country calling code. It differs in one point: a number that is possible but
 * assigned to nobody has all zones of its calling code, not the unknown zone.
 * @param e164 with its plus. What isn't a number is nowhere: no country, no zones.
 */
export function readNumberPlace(e164: string): NumberPlace {
  const number = parsePhoneNumberFromString(e164);
  if (number === undefined) return { timeZones: [], isAnywhere: true };
  const type = number.getType();
  const isAnywhere = !isGeographic(type, number.countryCallingCode);
  const country = countryOf(number, type, isAnywhere);
  const timeZones = zonesOfPrefix(isAnywhere ? number.countryCallingCode : number.number.slice(1));
  return { ...(country === undefined ? {} : { country }), timeZones, isAnywhere };
}

function isGeographic(type: NumberType, callingCode: string): boolean {
  return GEOGRAPHIC.has(type) || (type === 'MOBILE' && GEOGRAPHIC_MOBILE.has(callingCode));
}

/**
 * Toll-free, personal and premium-rate numbers of North America are assigned in all of its countries alike. The metadata
 * lists them under the first, the United States, which so is no country of theirs.
 */
function countryOf(number: PhoneNumber, type: NumberType, isAnywhere: boolean): string | undefined {
  const isShared = number.country === 'US' && isAnywhere && type !== undefined;
  return isShared ? undefined : number.country;
}

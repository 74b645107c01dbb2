import { HermodError } from '@hermod/contracts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A phone number as Hermod keeps it. */
export interface PhoneNumber {
  /** ITU-T E.164: `+`, country code, subscriber number; 15 digits at most. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2, where the number alone tells it. */
  readonly country?: string;
}

/** International form with the usual separators; no letters, no extension, no national form. */
const WRITTEN = /^\+[\d\s().-]{4,40}$/;

/**
 * Reads a phone number in international form. *Possible* numbers (right length for their country) are accepted,
 * not only assigned ones, so that ranges reserved for tests and ranges younger than the metadata pass.
 * @throws HermodError ADDRESS_NOT_A_PHONE_NUMBER; it doesn't repeat what was written.
 */
export function readPhoneNumber(text: string): PhoneNumber {
  const written = text.trim();
  const number = WRITTEN.test(written) ? parsePhoneNumberFromString(written) : undefined;
  if (number === undefined || !number.isPossible()) {
    throw new HermodError('ADDRESS_NOT_A_PHONE_NUMBER', 'this is no phone number', {
      field: 'address',
      fix: 'write it in E.164, such as +46700000001',
    });
  }
  return { e164: number.number, ...(number.country === undefined ? {} : { country: number.country }) };
}

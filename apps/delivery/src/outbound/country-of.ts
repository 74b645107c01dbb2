import { readPhoneNumber } from '@hermod/channels';
import { type ContactPoint, HermodError } from '@hermod/contracts';

/**
 * The country of a number, ISO 3166-1 alpha-2.
 * @returns undefined for mailboxes and tokens, and where the number doesn't tell it, such as +1 800 and +800
 */
export function countryOf({ channel, address }: ContactPoint): string | undefined {
  if (channel !== 'sms') return undefined;
  try {
    return readPhoneNumber(address).country;
  } catch (error) {
    // What is no number is refused by the provider, in its own words.
    if (error instanceof HermodError) return undefined;
    throw error;
  }
}

import { readPhoneNumber } from '@hermod/channels';
import { type ContactPoint, HermodError } from '@hermod/contracts';
import { z } from 'zod';

const Email = z.email().max(254);

/**
 * An address as it is kept and compared: a phone number in E.164, a mail address with its domain in lower case, a
 * push token as it is.
 * @throws HermodError ADDRESS_NOT_A_PHONE_NUMBER or ADDRESS_NOT_AN_EMAIL, without repeating the address.
 */
export function normalizeAddress(channel: ContactPoint['channel'], written: string): string {
  const text = written.trim();
  switch (channel) {
    case 'sms':
      return readPhoneNumber(text).e164;
    case 'email':
      return normalizeEmail(text);
    case 'push':
      return text;
  }
}

/** What stands before the @ belongs to the receiving server, which may tell cases apart (RFC 5321, 2.4). */
function normalizeEmail(text: string): string {
  if (!Email.safeParse(text).success) {
    throw new HermodError('ADDRESS_NOT_AN_EMAIL', 'this is no email address', {
      field: 'address',
      fix: 'write it as name@example.org',
    });
  }
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + text.slice(at).toLowerCase();
}

import type { ContactPoint } from '@hermod/contracts';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * An address as it may be shown to its holder: enough to recognise it, too little to write to it. `+46 •• •• 01`,
 * `a•••@example.org`; of a push token nothing.
 */
export function maskAddress(channel: ContactPoint['channel'], address: string): string {
  if (channel === 'sms') return maskNumber(address);
  return channel === 'email' ? maskEmail(address) : '•••';
}

function maskNumber(e164: string): string {
  const code = parsePhoneNumberFromString(e164)?.countryCallingCode;
  return [...(code === undefined ? [] : [`+${code}`]), '••', '••', e164.slice(-2)].join(' ');
}

/** A name of one letter would stand there whole. */
function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const first = /^./su.exec(address)?.[0] ?? '';
  return `${at > first.length ? first : ''}•••${address.slice(at)}`;
}

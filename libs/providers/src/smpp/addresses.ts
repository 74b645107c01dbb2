/** Numbers and names with SMPP's type of number (TON) and numbering plan (NPI). */
import type { Address } from './pdu.ts';
import { SENDER } from './smpp-config.ts';

const TON = { unknown: 0, international: 1, networkSpecific: 3, alphanumeric: 5 } as const;
const NPI = { unknown: 0, isdn: 1 } as const;
const E164 = /^\+[1-9]\d{3,14}$/;
/** Shorter ones are short codes, or numbers whose country can't be known. */
const INTERNATIONAL = /^[1-9]\d{8,14}$/;

/** A number, a short code or a name as SMPP writes it; undefined when it is none. */
export function addressOf(sender: string): Address | undefined {
  if (E164.test(sender)) return { ton: TON.international, npi: NPI.isdn, digits: sender.slice(1) };
  if (!SENDER.test(sender)) return undefined;
  return /^\d+$/.test(sender)
    ? { ton: TON.networkSpecific, npi: NPI.unknown, digits: sender }
    : { ton: TON.alphanumeric, npi: NPI.unknown, digits: sender };
}

/** As Hermod writes it: E.164 where it is international, or long enough to be and not said to be anything else. */
export function textOf(address: Address): string {
  const { ton, digits } = address;
  const looksInternational = ton === TON.unknown && INTERNATIONAL.test(digits);
  return isInternational(address) || looksInternational ? `+${digits}` : digits;
}

export const isInternational = ({ ton, digits }: Address): boolean =>
  ton === TON.international && /^\d+$/.test(digits);

/** Whether people can answer to it: a name takes no texts. */
export const isAnswerable = ({ ton }: Address): boolean => ton !== TON.alphanumeric;

/** One name for a message whose SMSC writes its id one way in answers and another way in receipts. */
import type { SmppConfig } from './smpp-config.ts';

export type ReceiptIds = SmppConfig['receiptIds'];
/** Where an id stood: in submit_sm_resp (and in the TLV that repeats it), or in the text of a receipt. */
export type IdPlace = 'answer' | 'receipt';

const DECIMAL = /^\d{1,20}$/;
const HEXADECIMAL = /^[0-9a-f]{1,16}$/i;
const LETTER = /[a-f]/i;

/**
 * The form in which ids of both places are equal: decimal without leading zeros where they are numbers, else as they stand, in small
 * letters. An id that isn't written as the setting says is left as it is.
 */
export function canonicalId(id: string, place: IdPlace, ids: ReceiptIds): string {
  const written = id.trim();
  if (ids === 'exact') return written;
  const isHexadecimal =
    ids === 'auto' ? LETTER.test(written) : (ids === 'hex-to-decimal') === (place === 'answer');
  if (isHexadecimal && HEXADECIMAL.test(written)) return BigInt(`0x${written}`).toString();
  if (!isHexadecimal && DECIMAL.test(written)) return BigInt(written).toString();
  return written.toLowerCase();
}

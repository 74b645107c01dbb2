import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA256 of an address in its normal form (E.164, or as it is), in lower-case hex: stands in for the address
 * where that may not be kept. Whoever has the key can tell whether an address is the one, but not read it.
 */
export function hashAddress(secret: string, address: string): string {
  return createHmac('sha256', secret).update(address).digest('hex');
}

import { createHmac } from 'node:crypto';

/**
 * What stands in for an address where the address may not be kept: HMAC-SHA256 under HERMOD_SECRET, in hex. A plain
 * hash of a phone number can be turned back by trying them all.
 * @param address a phone number in E.164, a device token, an email address; as consent writes it.
 */
export function hashAddress(address: string, secret: string): string {
  return createHmac('sha256', secret).update(address).digest('hex');
}

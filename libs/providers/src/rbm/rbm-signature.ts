import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * `X-Goog-Signature`: base64 of HMAC-SHA512 with the client token, over what `message.data` decodes to (Google's webhook guide), and
 * not over the body: what stands beside `data` is signed by nobody.
 */
export function signRbm(data: Buffer, clientToken: string): string {
  return createHmac('sha512', clientToken).update(data).digest('base64');
}

/** Compares in constant time, for two texts of one length. */
export function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { unsendable } from '../rendering/problems.ts';

const WEB = new Set(['https:', 'http:']);

/**
 * Hosts that nobody outside of one network can reach (RFC 1918, 3927, 4193, 4291, 6762), as the WHATWG parser writes them. Loopback
 * is none of them: an installation on one machine has its own links there, and the simulator its phones.
 */
const PRIVATE_IPV4 =
  /^(?:0|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))(?:\.\d{1,3}){2,3}$/;
const PRIVATE_HOST = /^\[(?:f[cd]|fe[89ab]|::ffff:)|\.(?:local|internal|lan)\.?$/i;

const isPrivate = (host: string): boolean => PRIVATE_IPV4.test(host) || PRIVATE_HOST.test(host);

/**
 * Refuses a URL that a handset could not open or Google not fetch: what is no http or https, and private addresses.
 * @throws HermodError TEMPLATE_RENDER_FAILED; the address is not repeated
 */
export function refuseUnreachable(field: string, url: string | undefined): void {
  if (url === undefined) return;
  const read = URL.parse(url);
  if (read === null || !WEB.has(read.protocol))
    throw unsendable(
      field,
      'it is no http or https address',
      'write one such as https://shop.example/orders/7',
    );
  if (isPrivate(read.hostname))
    throw unsendable(field, 'it is a private address, which no handset can reach', 'use a public address');
}

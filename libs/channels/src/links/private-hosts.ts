/** Hosts that are no part of the public Internet: nothing that is sent to people may lead there. */

/** First address and length of the prefix. Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890), as of 2026-11. */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, and what is reserved beyond it.
  ['224.0.0.0', 3],
];

/** Names that are never public: RFC 6761 (localhost), 6762 (local), 8375 (home.arpa); internal, reserved by ICANN in 2024. */
const PRIVATE_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/**
 * Whether a host is known to be private by what is written. A public name may still lead to a private address; that is for
 * whoever connects.
 * @param hostname as the WHATWG parser gives it: IPv4 in four decimal numbers, IPv6 in brackets and compressed
 */
export function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPrivateIpv6(hostname.slice(1, -1));
  if (/^\d+(?:\.\d+){3}$/.test(hostname)) return isPrivateIpv4(hostname);
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || PRIVATE_NAMES.test(name);
}

function isPrivateIpv4(address: string): boolean {
  const number = numberOf(address);
  return PRIVATE_IPV4.some(([first, length]) => {
    const mask = length === 0 ? 0 : (~0 << (32 - length)) >>> 0;
    return (number & mask) >>> 0 === numberOf(first);
  });
}

const numberOf = (address: string): number =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

/** Only 2000::/3 is given out as global unicast (RFC 4291, 2.4); of it 2001:db8::/32 is for documents, 2002::/16 holds IPv4. */
function isPrivateIpv6(address: string): boolean {
  const first = Number.parseInt(address.split(':', 1)[0] || '0', 16);
  return first < 0x2000 || first > 0x3fff || first === 0x2002 || address.startsWith('2001:db8:');
}

/** What of a message's headers goes on to the next hop. Source: RFC 9110, 7.6.1. */
import type { IncomingHttpHeaders } from 'node:http';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Only for this hop, or set anew by the client. */
const OWN_OF_THE_REQUEST = new Set(['host', 'content-length', 'expect']);

/**
 * A request's headers for the service. Whatever claims to come from the gateway itself (`x-hermod-…`) is
 * dropped, and so is the key, which no service needs.
 */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  publicUrl: string,
): Record<string, string | string[]> {
  const named = namedInConnection(headers['connection']);
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined &&
      !HOP_BY_HOP.has(name) &&
      !OWN_OF_THE_REQUEST.has(name) &&
      !named.has(name) &&
      !name.startsWith('x-hermod-') &&
      name !== 'authorization',
  ) as [string, string | string[]][];
  return { ...Object.fromEntries(kept), 'x-hermod-public-url': publicUrl };
}

/** An answer's headers for the client. */
export function responseHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | string[]> {
  const named = namedInConnection(headers['connection']);
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => value !== undefined && !HOP_BY_HOP.has(name) && !named.has(name),
    ) as [string, string | string[]][],
  );
}

function namedInConnection(connection: string | string[] | undefined): Set<string> {
  const text = Array.isArray(connection) ? connection.join(',') : (connection ?? '');
  return new Set(
    text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
}

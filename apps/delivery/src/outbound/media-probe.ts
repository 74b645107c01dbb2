/** One look at a medium: its headers, over a connection to an address that was checked. */
import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';

/** What the headers say. */
export interface Probe {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Of the whole medium, where it is told. */
  readonly bytes: number | undefined;
  readonly location: string | undefined;
}

const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Asks for the headers and reads nothing else. GET asks for one octet only, of which the answer may tell how many there are.
 * @param address to connect to, whatever the name stands for by now.
 * @throws Error when no answer comes before `signal` ends it.
 */
export function probe(
  url: URL,
  method: 'HEAD' | 'GET',
  address: string,
  signal: AbortSignal,
): Promise<Probe> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method,
      signal,
      agent: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      lookup: always(address),
      headers: { accept: '*/*', ...(method === 'GET' ? { range: 'bytes=0-0' } : {}) },
    };
    const call = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    call.once('error', reject);
    call.once('response', (response) => {
      resolve(probeOf(response));
      response.once('error', () => undefined);
      response.destroy();
    });
    call.end();
  });
}

function always(address: string): LookupFunction {
  const family = address.includes(':') ? 6 : 4;
  return (_hostname, { all }, done) => {
    if (all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

function probeOf({ statusCode = 0, headers }: IncomingMessage): Probe {
  const whole = /\/(\d{1,15})$/.exec(headers['content-range'] ?? '')?.[1];
  const length = statusCode === 206 ? whole : headers['content-length'];
  return {
    status: statusCode,
    contentType: headers['content-type'],
    bytes: length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined,
    location: headers.location,
  };
}

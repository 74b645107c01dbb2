import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { openStage, type Stage } from '@hermod/testing';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackService, openBackService, sendJson } from './back-service.ts';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

const MEBIBYTE = 1024 * 1024;
const PAGE = 'https://console.example';

let stage: Stage;
let gateway: RunningGateway;
let consent: BackService;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  consent = await openBackService((arrived, response) => {
    const { pathname, searchParams } = new URL(arrived.url, 'http://consent');
    if (pathname.endsWith('/tagged')) response.setHeader('etag', '"1"');
    sendJson(response, 200, { text: 'x'.repeat(Number(searchParams.get('size') ?? 1)) });
  });
  gateway = await startGateway(stage, { consent: consent.origin }, { HERMOD_CORS_ORIGINS: PAGE });
});
beforeEach(() => {
  consent.arrived.length = 0;
});
afterAll(async () => {
  await gateway.close();
  consent.close();
  await stage.close();
});

/** A request of which nothing is decoded on the way back. */
async function raw(path: string, headers: Record<string, string> = {}) {
  const answer = await request(gateway.url + path, {
    headers: { authorization: `Bearer ${gateway.apiKey}`, ...headers },
  });
  return { ...answer, bytes: Buffer.from(await answer.body.arrayBuffer()) };
}

describe('an answer', () => {
  const large = '/v1/recipients/ada?size=5000';

  it.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip;q=0.5, br', 'br', brotliDecompressSync],
  ] as const)('over 1 kB is compressed for who takes %s', async (accepted, encoding, inflate) => {
    const { headers, bytes } = await raw(large, { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
    expect(String(headers['vary'])).toContain('accept-encoding');
    expect(bytes.length).toBeLessThan(1_000);
    expect(JSON.parse(inflate(bytes).toString())).toEqual({ text: 'x'.repeat(5_000) });
  });

  it('comes as it is to who takes no encoding, when it is small, and when its ETag names its bytes', async () => {
    for (const [path, accepted] of [
      [large, 'identity'],
      [large, ''],
      ['/v1/keys', 'br, gzip'],
      ['/v1/recipients/tagged?size=5000', 'br, gzip'],
    ] as const) {
      const { headers, bytes } = await raw(path, { 'accept-encoding': accepted });
      expect(headers['content-encoding']).toBeUndefined();
      expect(() => JSON.parse(bytes.toString())).not.toThrow();
    }
  });
});

describe('a body in gzip', () => {
  const put = (body: Buffer, encoding: string, path = '/v1/recipients/ada') =>
    gateway.call(path, {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    });

  it('is inflated at the door, for events and for the services', async () => {
    const body = Buffer.from(JSON.stringify({ attributes: { text: 'x'.repeat(10_000) } }));
    expect((await put(gzipSync(body), 'gzip')).status).toBe(200);
    const [arrived] = consent.arrived;
    expect(arrived!.body.equals(body)).toBe(true);
    expect(arrived!.headers).not.toHaveProperty('content-encoding');
    expect(arrived!.headers['content-length']).toBe(String(body.length));
    const event = { specversion: '1.0', id: randomUUID(), source: '/shop', type: 't', subject: 'ada' };
    const answer = await gateway.call('/v1/events', {
      method: 'POST',
      body: new Uint8Array(gzipSync(JSON.stringify(event))),
      headers: { 'content-type': 'application/cloudevents+json', 'content-encoding': 'gzip' },
    });
    expect(answer.status).toBe(202);
  });

  it('that would grow beyond the limit is refused, however small it is', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MEBIBYTE));
    expect(bomb.length).toBeLessThan(MEBIBYTE);
    const answer = await put(bomb, 'gzip');
    expect(await answer.json()).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE', field: 'body' });
    expect(consent.arrived).toEqual([]);
  });

  it('that is none, or in another encoding, is told so', async () => {
    for (const body of [Buffer.from('{}'), gzipSync('{}').subarray(0, 15), Buffer.alloc(0)])
      expect(await (await put(body, 'gzip')).json()).toMatchObject({ status: 400, code: 'BODY_NOT_GZIP' });
    const other = await put(Buffer.from('{}'), 'br');
    expect(other.headers.get('accept-encoding')).toBe('gzip, identity');
    expect(await other.json()).toMatchObject({ status: 415, field: 'content-encoding' });
    expect(consent.arrived).toEqual([]);
  });
});

describe('a body of 10 MB', () => {
  const tooLarge = Buffer.alloc(10 * MEBIBYTE, 'x');

  it('is refused, its sender can read why, and the connection is good for the next request', async () => {
    for (const path of ['/v1/events', '/v1/recipients/ada', '/webhooks/twilio']) {
      const answer = await gateway.call(path, {
        method: path === '/v1/recipients/ada' ? 'PUT' : 'POST',
        body: tooLarge,
      });
      expect(await answer.json()).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
      expect(answer.headers.get('connection')).not.toBe('close');
    }
    expect((await gateway.call('/v1/recipients/ada')).status).toBe(200);
    expect(consent.arrived).toHaveLength(1);
  });

  it('is refused before it is sent, by its length alone; and without a key for want of that', async () => {
    for (const [key, status] of [
      [gateway.apiKey, 413],
      ['wrong', 401],
    ] as const) {
      const answer = await firstLineOf(
        `POST /v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n` +
          `content-type: application/json\r\ncontent-length: ${10 * MEBIBYTE}\r\n\r\n`,
      );
      expect(answer).toContain(`HTTP/1.1 ${status} `);
    }
  });

  it('in chunks is refused when it has become too large', async () => {
    const chunks = Array.from({ length: 10 }, () => tooLarge.subarray(0, MEBIBYTE));
    const answer = await request(`${gateway.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.apiKey}` },
      body: Readable.from(chunks),
    });
    expect(await answer.body.json()).toMatchObject({ status: 413 });
  });
});

/** What comes back first on a connection on which this was sent. */
function firstLineOf(text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () => socket.write(text));
  socket.once('data', (data) => {
    socket.destroy();
    resolve(data.toString());
  });
  socket.once('error', reject);
  socket.once('close', () => resolve(''));
  return promise;
}

describe('another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${gateway.url}/v1/recipients/ada`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization',
      },
    });

  it('that is named may ask with a key, and see the headers that matter', async () => {
    const asked = await preflight(PAGE);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await gateway.call('/v1/recipients/ada', { headers: { origin: PAGE } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin');
    const refused = await fetch(`${gateway.url}/v1/recipients/ada`, { headers: { origin: PAGE } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, PAGE]);
  });

  it.each(['https://evil.example', `${PAGE}.evil.example`, 'http://console.example', 'null'])(
    '%s is not let in',
    async (origin) => {
      for (const answer of [
        await preflight(origin),
        await gateway.call('/v1/recipients/ada', { headers: { origin } }),
      ])
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

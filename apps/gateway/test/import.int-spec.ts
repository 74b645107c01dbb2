import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { eventually, openStage, type Stage } from '@hermod/testing';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

const MEBIBYTE = 1024 * 1024;
const PATH = '/v1/recipients/import';

/** What consent has seen of an import so far. */
interface Upload {
  readonly request: IncomingMessage;
  bytes: number;
  first: string;
  isWhole: boolean;
  isBroken: boolean;
}

let stage: Stage;
let gateway: RunningGateway;
/** Consent, as far as an import reaches it. */
let consent: Server;
let uploads: Upload[] = [];
let answersAtOnce = false;

function receive(incoming: IncomingMessage, response: ServerResponse): void {
  const upload: Upload = { request: incoming, bytes: 0, first: '', isWhole: false, isBroken: false };
  uploads.push(upload);
  const answer = (status: number, body: object): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (answersAtOnce) return answer(403, { code: 'SCOPE_MISSING' });
  incoming.on('data', (chunk: Buffer) => {
    upload.bytes += chunk.length;
    if (upload.first === '') upload.first = chunk.toString();
  });
  incoming.on('error', () => (upload.isBroken = true));
  incoming.on('end', () => {
    upload.isWhole = true;
    answer(200, { lines: 1, accepted: 1, rejected: [] });
  });
}

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  consent = createServer(receive);
  await new Promise<void>((resolve) => consent.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(consent.address() as AddressInfo).port}`;
  gateway = await startGateway(stage, { consent: origin });
});
beforeEach(() => {
  uploads = [];
  answersAtOnce = false;
});
afterAll(async () => {
  await gateway.close();
  consent.closeAllConnections();
  consent.close();
  await stage.close();
});

const headers = (more: Record<string, string> = {}) => ({
  authorization: `Bearer ${gateway.apiKey}`,
  'content-type': 'application/x-ndjson',
  ...more,
});

async function send(body: Buffer | Readable, more: Record<string, string> = {}) {
  const answer = await request(gateway.url + PATH, { method: 'POST', headers: headers(more), body });
  return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> };
}

function mebibytes(count: number): Readable {
  return Readable.from(Array.from({ length: count }, () => Buffer.alloc(MEBIBYTE, 'x')));
}

describe('an import', () => {
  it('is passed on while it comes in', async () => {
    const upload = httpRequest(gateway.url + PATH, { method: 'POST', headers: headers() });
    const answered = new Promise<IncomingMessage>((resolve) => upload.on('response', resolve));
    upload.write('{"id":"ada"}\n');
    await eventually(() => expect(uploads).toMatchObject([{ first: '{"id":"ada"}\n', isWhole: false }]));
    upload.end('{"id":"bo"}\n');
    expect((await answered).statusCode).toBe(200);
    expect(uploads[0]).toMatchObject({ bytes: 25, isWhole: true });
    expect(uploads[0]!.request.headers).not.toHaveProperty('authorization');
  });

  it('in gzip is inflated on the way', async () => {
    const text = '{"id":"ada"}\n'.repeat(10_000);
    expect(await send(gzipSync(text), { 'content-encoding': 'gzip' })).toMatchObject({ status: 200 });
    expect(uploads[0]).toMatchObject({ bytes: text.length, isWhole: true });
    expect(uploads[0]!.request.headers).not.toHaveProperty('content-encoding');
  });

  it('over 50 MiB is refused: by its length at once, and without one when it has become too large', async () => {
    const declared = await send(Buffer.alloc(50 * MEBIBYTE + 1, 'x'));
    expect(declared).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    expect(uploads).toEqual([]);
    expect(await send(mebibytes(52))).toMatchObject({ status: 413, body: { code: 'BODY_TOO_LARGE' } });
    const bomb = gzipSync(Buffer.alloc(200 * MEBIBYTE));
    expect(await send(bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 413 });
    await eventually(() => expect(uploads.every(({ isWhole }) => !isWhole)).toBe(true));
    for (const { bytes } of uploads) expect(bytes).toBeLessThanOrEqual(50 * MEBIBYTE);
  });

  it('that is not the gzip it says is told so, and in another encoding too', async () => {
    const none = await send(Buffer.from('{"id":"ada"}'), { 'content-encoding': 'gzip' });
    expect(none).toMatchObject({ status: 400, body: { code: 'BODY_NOT_GZIP' } });
    const cut = await send(gzipSync('x'.repeat(100)).subarray(0, 20), { 'content-encoding': 'gzip' });
    expect(cut).toMatchObject({ status: 400, body: { code: 'BODY_NOT_GZIP' } });
    expect(await send(Buffer.from('x'), { 'content-encoding': 'br' })).toMatchObject({ status: 415 });
    expect(uploads.some(({ isWhole }) => isWhole)).toBe(false);
  });

  it('that consent refuses at once is answered, although it is still being sent', async () => {
    answersAtOnce = true;
    expect(await send(mebibytes(20))).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });

  it('ends at consent as well when its sender goes away', async () => {
    const upload = httpRequest(gateway.url + PATH, { method: 'POST', headers: headers() });
    upload.on('error', () => undefined);
    upload.write('{"id":"ada"}\n');
    await eventually(() => expect(uploads).toHaveLength(1));
    upload.destroy();
    await eventually(() => expect(uploads[0]).toMatchObject({ isBroken: true, isWhole: false }));
  });

  it('takes a key with the scope operate', async () => {
    expect(await send(Buffer.from('{}'), { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 });
    const made = await gateway.call('/v1/keys', {
      method: 'POST',
      body: JSON.stringify({ name: 'shop', scopes: ['events'] }),
    });
    const { key } = (await made.json()) as { key: string };
    const refused = await send(Buffer.from('{}'), { authorization: `Bearer ${key}` });
    expect(refused).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
    expect(uploads).toEqual([]);
  });
});

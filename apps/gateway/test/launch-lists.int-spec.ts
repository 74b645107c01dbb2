import { gzipSync } from 'node:zlib';
import { openStage, type Stage } from '@hermod/testing';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BackService, openBackService, sendJson } from './back-service.ts';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

const PATH = '/v1/journeys/offers/launches';

let stage: Stage;
let gateway: RunningGateway;
let routing: BackService;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  routing = await openBackService((_request, response) => sendJson(response, 202, { id: 'x' }));
  gateway = await startGateway(stage, { routing: routing.origin });
});
beforeEach(() => void routing.arrived.splice(0));
afterAll(async () => {
  await gateway.close();
  routing.close();
  await stage.close();
});

async function send(body: string | Buffer, type: string, more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${gateway.apiKey}`, 'content-type': type, ...more };
  const answer = await request(gateway.url + PATH, { method: 'POST', headers, body });
  return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> };
}

it.each([
  ['application/x-ndjson', '{"recipient":"ada"}\n'.repeat(100_000)],
  ['text/csv; charset=utf-8', `recipient,code\n${'ada,X\n'.repeat(300_000)}`],
])('a list of more than a megabyte comes through as %s, also in gzip', async (type, list) => {
  expect(await send(list, type, { 'idempotency-key': 'k' })).toMatchObject({ status: 202 });
  expect(await send(gzipSync(list), type, { 'content-encoding': 'gzip' })).toMatchObject({ status: 202 });
  for (const { url, body, headers } of routing.arrived) {
    expect(url).toBe(PATH);
    expect(body.length).toBe(list.length);
    expect(headers['content-type']).toBe(type);
  }
  expect(routing.arrived.map(({ headers }) => headers['idempotency-key'])).toEqual(['k', undefined]);
});

it('a launch for the whole audience comes through as JSON, and so do questions about launches', async () => {
  expect(await send('{"data":{"code":"X"}}', 'application/json')).toMatchObject({ status: 202 });
  for (const path of [PATH, '/v1/launches/00000000-0000-4000-8000-000000000000'])
    expect((await gateway.call(path)).status).toBe(202);
  expect(routing.arrived.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  expect(routing.arrived[0]!.body.toString()).toBe('{"data":{"code":"X"}}');
});

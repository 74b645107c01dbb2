import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Arrived, type BackService, openBackService, sendJson } from './back-service.ts';
import { NOWHERE, type RunningGateway, startGateway } from './gateway-on-stage.ts';

const NAMES = ['routing', 'consent', 'delivery', 'receipts'] as const;
type Name = (typeof NAMES)[number];

let stage: Stage;
let gateway: RunningGateway;
/** Delivery is not running. */
let lame: RunningGateway;
const services = new Map<Name, BackService>();
/** How a service answers that doesn't know the recipient, or can't say. */
const odd = new Map<Name, { status: number; body: unknown }>();
const ERASED_AT = '2026-11-22T09:00:00.000Z';

function answerAs(name: Name) {
  return ({ method, url }: Arrived, response: Parameters<typeof sendJson>[0]): void => {
    const other = odd.get(name);
    if (other !== undefined) return sendJson(response, other.status, other.body);
    if (method === 'POST') return void response.writeHead(204).end();
    if (url.startsWith('/v1/exports/')) return sendJson(response, 200, { from: name });
    const mark = { erasedAt: ERASED_AT, doneAt: ERASED_AT };
    if (url.startsWith('/v1/erasures/')) return sendJson(response, 200, mark);
    const own = { service: 'consent', status: 'erased', erasedAt: ERASED_AT, erased: [], kept: [] };
    const view = { recipient: 'ada', status: 'erasing', erasedAt: ERASED_AT, services: [own], copies: [] };
    sendJson(response, 200, view);
  };
}

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  for (const name of NAMES) services.set(name, await openBackService(answerAs(name)));
  const origins = Object.fromEntries([...services].map(([name, { origin }]) => [name, origin]));
  gateway = await startGateway(stage, origins);
  lame = await startGateway(stage, { ...origins, delivery: NOWHERE });
});
beforeEach(() => {
  odd.clear();
  for (const service of services.values()) service.arrived.length = 0;
});
afterAll(async () => {
  await gateway.close();
  await lame.close();
  for (const service of services.values()) service.close();
  await stage.close();
});

const notes = (): string[] =>
  services
    .get('consent')!
    .arrived.filter(({ method }) => method === 'POST')
    .map(({ url }) => url);

test('an export joins what every service knows, and is noted with its reason', async () => {
  const answer = await gateway.call('/v1/recipients/ada/export?reason=asked%20by%20letter');
  expect(answer.status).toBe(200);
  const { exportedAt, ...rest } = (await answer.json()) as Record<string, unknown>;
  expect(exportedAt).toBeTypeOf('string');
  expect(rest).toEqual({
    recipient: 'ada',
    ...Object.fromEntries(NAMES.map((name) => [name, { from: name }])),
  });
  expect(notes()).toEqual(['/v1/exports/ada?reason=asked%20by%20letter']);
});

test('an export is all or nothing: a service that does not answer is named, and nothing is noted', async () => {
  const away = await lame.call('/v1/recipients/ada/export');
  expect(away.status).toBe(503);
  expect(((await away.json()) as { detail: string }).detail).toContain('delivery');
  odd.set('routing', { status: 500, body: {} });
  const broken = await gateway.call('/v1/recipients/ada/export');
  expect(broken.status).toBe(503);
  expect(((await broken.json()) as { detail: string }).detail).toContain('routing');
  expect(notes()).toEqual([]);
});

test.each([
  ['unknown', 404, 404],
  ['erased', 410, 410],
  ['too large', 413, 413],
])('an export of somebody who is %s is a %i', async (_, status, answered) => {
  odd.set('consent', { status, body: { status, code: 'RECIPIENT_SO' } });
  const answer = await gateway.call('/v1/recipients/ada/export');
  expect(answer.status).toBe(answered);
  expect(services.get('delivery')!.arrived).toEqual([]);
});

test('an erasure is erased when every service says so, and pending while one is away', async () => {
  const all = await (await gateway.call('/v1/recipients/ada/erasure')).json();
  expect(all).toMatchObject({ recipient: 'ada', services: NAMES.map(() => ({ status: 'erased' })) });
  const some = (await (await lame.call('/v1/recipients/ada/erasure')).json()) as {
    status: string;
    services: { service: string; status: string }[];
  };
  expect(some.status).toBe('erasing');
  expect(some.services.find(({ service }) => service === 'delivery')!.status).toBe('pending');
  odd.set('consent', { status: 404, body: { status: 404, code: 'ERASURE_NOT_FOUND' } });
  expect((await gateway.call('/v1/recipients/ada/erasure')).status).toBe(404);
});

test('what services tell each other is not reachable from outside', async () => {
  for (const path of ['/v1/exports/ada', '/v1/erasures/ada'])
    expect((await gateway.call(path)).status).toBe(404);
});

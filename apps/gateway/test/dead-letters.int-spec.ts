import type { DeadLetterSummary } from '@hermod/api';
import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Arrived, type BackService, openBackService, sendJson } from './back-service.ts';
import { NOWHERE, type RunningGateway, startGateway } from './gateway-on-stage.ts';

type Name = 'routing' | 'consent' | 'delivery' | 'receipts';

let stage: Stage;
let gateway: RunningGateway;
/** Delivery is not running. */
let lame: RunningGateway;
const services = new Map<Name, BackService>();
const held = new Map<Name, DeadLetterSummary[]>();
/** How services answer that don't answer as they should. */
const odd = new Map<Name, { status: number; body: unknown }>();

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** The n-th letter of all; those of a number and the next even one came in the same millisecond. */
const letter = (service: Name, n: number): DeadLetterSummary => ({
  id: idOf(n),
  service,
  topic: n % 3 === 0 ? 'hermod.message-requested' : 'hermod.domain-events',
  partition: 1,
  offset: String(n),
  key: 'ada',
  bytes: 2,
  code: 'FACT_INVALID',
  message: 'kind: no',
  deadAt: new Date(Date.UTC(2026, 10, 22, 9, 0, Math.floor(n / 2))).toISOString(),
});

/** Answers as a service does. */
function answerAs(name: Name) {
  return (request: Arrived, response: Parameters<typeof sendJson>[0]): void => {
    const other = odd.get(name);
    if (other !== undefined) return sendJson(response, other.status, other.body);
    const { pathname, searchParams } = new URL(request.url, 'http://service');
    const [, , , id, action] = pathname.split('/');
    const all = held.get(name) ?? [];
    if (id === undefined) return sendJson(response, 200, pageOf(all, searchParams));
    const found = all.find((one) => one.id === id);
    if (found === undefined) return sendJson(response, 404, { status: 404, code: 'DEAD_LETTER_NOT_FOUND' });
    if (action === 'replay') return sendJson(response, 202, { ...found, replayedAt: found.deadAt });
    sendJson(response, 200, { ...found, headers: { ce_id: '1' }, value: 'x'.repeat(900_000) });
  };
}

function pageOf(all: readonly DeadLetterSummary[], query: URLSearchParams): object {
  const limit = Number(query.get('limit'));
  const next = query.get('next');
  const topic = query.get('topic');
  const before =
    next === null ? undefined : (JSON.parse(Buffer.from(next, 'base64url').toString()) as string[]).join();
  const rest = all
    .filter((one) => topic === null || one.topic === topic)
    .filter((one) => before === undefined || `${one.deadAt},${one.id}` < before)
    .toSorted((a, b) => (`${a.deadAt},${a.id}` < `${b.deadAt},${b.id}` ? 1 : -1));
  return { deadLetters: rest.slice(0, limit), ...(rest.length > limit ? { next: 'its own' } : {}) };
}

interface List {
  readonly deadLetters: readonly DeadLetterSummary[];
  readonly next?: string;
  readonly unavailable?: readonly string[];
}

async function list(query: string, from = gateway): Promise<List> {
  const response = await from.call(`/v1/dead-letters?${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as List;
}

async function refusal(path: string, method = 'GET', from = gateway): Promise<unknown> {
  const response = await from.call(`/v1/dead-letters${path}`, { method });
  expect(response.headers.get('content-type')).toContain('problem+json');
  return response.json();
}

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  for (const name of ['routing', 'consent', 'delivery', 'receipts'] as const)
    services.set(name, await openBackService(answerAs(name)));
  const origins = Object.fromEntries([...services].map(([name, { origin }]) => [name, origin]));
  gateway = await startGateway(stage, origins);
  lame = await startGateway(stage, { ...origins, delivery: NOWHERE });
});
beforeEach(() => {
  odd.clear();
  held.clear();
  held.set(
    'routing',
    [9, 8, 4, 1].map((n) => letter('routing', n)),
  );
  held.set(
    'consent',
    [7, 5].map((n) => letter('consent', n)),
  );
  held.set(
    'delivery',
    [6, 3, 2].map((n) => letter('delivery', n)),
  );
  for (const service of services.values()) service.arrived.length = 0;
});
afterAll(async () => {
  await gateway.close();
  await lame.close();
  for (const service of services.values()) service.close();
  await stage.close();
});

test.each([1, 2, 4, 50])('the services are one list, newest first, in pages of %i', async (limit) => {
  const seen: string[] = [];
  let next: string | undefined;
  do {
    const page: List = await list(`limit=${limit}${next === undefined ? '' : `&next=${next}`}`);
    expect(page.deadLetters.length).toBeLessThanOrEqual(limit);
    expect(page.unavailable).toBeUndefined();
    seen.push(...page.deadLetters.map(({ offset }) => offset));
    ({ next } = page);
  } while (next !== undefined);
  expect(seen).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1']);
});

test('the list may be of one service and of one Kafka topic', async () => {
  const { deadLetters } = await list('service=delivery&topic=hermod.message-requested');
  expect(deadLetters).toEqual([letter('delivery', 6), letter('delivery', 3)]);
  expect(services.get('routing')!.arrived).toEqual([]);
});

test('the list says which services are missing', async () => {
  const { deadLetters, unavailable } = await list('limit=50', lame);
  expect(unavailable).toEqual(['delivery']);
  const inOrder = ['routing', 'routing', 'consent', 'consent', 'routing', 'routing'];
  expect(deadLetters.map(({ service }) => service)).toEqual(inOrder);
  odd.set('consent', { status: 500, body: {} });
  odd.set('receipts', { status: 200, body: { deadLetters: [{ id: 'rubbish' }] } });
  expect((await list('')).unavailable).toEqual(['consent', 'receipts']);
});

test('a look and a replay go to the service that keeps the letter', async () => {
  const look = await gateway.call(`/v1/dead-letters/${idOf(5)}`);
  expect(look.status).toBe(200);
  expect(await look.json()).toMatchObject({ ...letter('consent', 5), value: 'x'.repeat(900_000) });
  const replay = await gateway.call(`/v1/dead-letters/${idOf(6)}/replay`, { method: 'POST' });
  expect(replay.status).toBe(202);
  expect(await replay.json()).toMatchObject({
    service: 'delivery',
    replayedAt: letter('delivery', 6).deadAt,
  });
  const posts = [...services].flatMap(([name, { arrived }]) =>
    arrived.filter(({ method }) => method === 'POST').map(({ url }) => `${name} ${url}`),
  );
  expect(posts).toEqual([`delivery /v1/dead-letters/${idOf(6)}/replay`]);
});

test('a letter that nobody keeps is a 404, and a 503 while somebody who may keep it is away', async () => {
  for (const [method, path] of [
    ['GET', `/${idOf(99)}`],
    ['POST', `/${idOf(99)}/replay`],
  ] as const) {
    expect(await refusal(path, method)).toMatchObject({ status: 404, code: 'DEAD_LETTER_NOT_FOUND' });
    expect(await refusal(path, method, lame)).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  }
  expect((await lame.call(`/v1/dead-letters/${idOf(9)}`)).status).toBe(200);
});

test.each([
  ['GET', '/no-id', 'id'],
  ['POST', '/no-id/replay', 'id'],
  ['GET', '?next=rubbish', 'next'],
  ['GET', '?limit=0', 'limit'],
  ['GET', '?service=gateway', 'service'],
])('%s %s is refused with the field that is wrong', async (method, path, field) => {
  expect(await refusal(path, method)).toMatchObject({ status: 400, field });
});

test('without the scope nothing is told, and without the key neither', async () => {
  for (const name of services.keys()) odd.set(name, { status: 403, body: { code: 'SCOPE_MISSING' } });
  for (const [method, path] of [
    ['GET', ''],
    ['GET', `/${idOf(9)}`],
    ['POST', `/${idOf(9)}/replay`],
  ] as const) {
    expect(await refusal(path, method)).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
    const unknown = await gateway.call(`/v1/dead-letters${path}`, { method, headers: { authorization: '' } });
    expect(unknown.status).toBe(401);
  }
});

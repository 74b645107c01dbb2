import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BackService, openBackService } from './back-service.ts';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

let stage: Stage;
let gateway: RunningGateway;
let receipts: BackService;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  receipts = await openBackService((request, response) => {
    const location = request.url.startsWith('/l/') ? { location: 'https://shop.example/' } : {};
    response
      .writeHead(request.url.startsWith('/l/') ? 302 : 200, { ...location, 'x-robots-tag': 'noindex' })
      .end();
  });
  gateway = await startGateway(stage, { receipts: receipts.origin });
});
beforeEach(() => (receipts.arrived.length = 0));
afterAll(async () => {
  await gateway.close();
  receipts.close();
  await stage.close();
});

/** As whoever follows a link: without a key. */
const follow = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(gateway.url + path, { redirect: 'manual', signal: AbortSignal.timeout(20_000), ...init });

it('links in messages need no key, and go to receipts with the address of whoever follows them', async () => {
  const answer = await follow('/l/abcdefghijklmnop', {
    headers: { 'user-agent': 'a browser', 'x-hermod-client-address': '10.0.0.1', 'sec-purpose': 'prefetch' },
  });
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('https://shop.example/');
  expect(answer.headers.get('x-robots-tag')).toBe('noindex');
  expect(receipts.arrived[0]).toMatchObject({
    method: 'GET',
    url: '/l/abcdefghijklmnop',
    headers: {
      'user-agent': 'a browser',
      'sec-purpose': 'prefetch',
      'x-hermod-client-address': '127.0.0.1',
      // The code stays out of what could be logged.
      'x-hermod-public-url': 'http://127.0.0.1:8080/l',
    },
  });
});

it('a look at the headers stays one', async () => {
  expect((await follow('/l/abcdefghijklmnop', { method: 'HEAD' })).status).toBe(302);
  expect((await follow('/o/abcdefghijklmnop', { method: 'HEAD' })).status).toBe(200);
  expect(receipts.arrived.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
});

it('answers are asked for and given, and nothing else can be posted', async () => {
  expect((await follow('/a/token?lang=sv')).status).toBe(200);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const given = await follow('/a/token', { method: 'POST', headers: form, body: 'answer=send' });
  expect(given.status).toBe(200);
  expect(receipts.arrived.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
    ['GET', '/a/token?lang=sv', ''],
    ['POST', '/a/token', 'answer=send'],
  ]);
  for (const path of ['/l/abcdefghijklmnop', '/o/abcdefghijklmnop'])
    expect((await follow(path, { method: 'POST', headers: form, body: 'x=1' })).status).toBe(404);
});

it('one link is not followed faster than a person would', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => follow('/l/often-often-ofte')));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]!.headers.get('retry-after')).not.toBeNull();
  expect((await follow('/l/another-another0')).status).toBe(302);
});

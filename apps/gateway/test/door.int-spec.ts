import { Controller, Get, Module } from '@nestjs/common';
import { createHttpApp, listen } from '@hermod/http';
import { createLogger } from '@hermod/telemetry';
import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackService, openBackService, principalIn, reportsIn, sendJson } from './back-service.ts';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

const METRICS_OF_CONSENT = '# HELP x_total x\n# TYPE x_total counter\nx_total 1\nx_total{lane="plain"} 2\n';
const MESSAGE = 'c0ffee00-0000-4000-8000-000000000001';

let stage: Stage;
let gateway: RunningGateway;
let consent: BackService;
let delivery: BackService;
let receipts: BackService;
let receiptsAnswers = true;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  consent = await openBackService((request, response) => {
    if (request.url === '/health/ready')
      return sendJson(response, 200, { status: 'ready', checks: {}, failing: [] });
    if (request.url === '/metrics') return void response.end(METRICS_OF_CONSENT);
    response
      .writeHead(201, { 'content-type': 'text/plain', connection: 'close', 'x-kept': 'yes' })
      .end('made');
  });
  delivery = await openBackService((request, response) => {
    if (request.url.endsWith(MESSAGE)) return sendJson(response, 200, { id: MESSAGE, attempts: [] });
    sendJson(response, 404, { status: 404, code: 'MESSAGE_NOT_FOUND' });
  });
  receipts = await openBackService((request, response) => {
    if (!receiptsAnswers) return void response.destroy();
    if (request.url.endsWith('/receipts'))
      return sendJson(response, 200, { receipts: [{ kind: 'delivered' }] });
    if (request.url !== '/reports') return sendJson(response, 202, {});
    const { reports } = reportsIn(request);
    const answer = { status: 202, contentType: 'application/json', body: '{}' };
    sendJson(response, 200, { answers: reports.map(() => answer) });
  });
  gateway = await startGateway(stage, {
    consent: consent.origin,
    delivery: delivery.origin,
    receipts: receipts.origin,
  });
});
beforeEach(() => {
  receiptsAnswers = true;
  for (const service of [consent, delivery, receipts]) service.arrived.length = 0;
});
afterAll(async () => {
  await gateway.close();
  for (const service of [consent, delivery, receipts]) service.close();
  await stage.close();
});

const principalOf = ({ arrived }: BackService) => principalIn(arrived[0], gateway.principalSecret);

describe('the key', () => {
  it.each([
    ['GET', '/v1/recipients/ada', {}],
    ['GET', '/v1', {}],
    ['GET', '/v1/nothing', {}],
    ['GET', '/V1/recipients/ada', {}],
    ['GET', '/%761/recipients/ada', {}],
    ['POST', '/v1/events', {}],
    ['POST', '/v1/signals', {}],
    ['GET', '/v1/recipients/ada', { authorization: 'Bearer wrong' }],
    ['GET', '/v1/recipients/ada', { authorization: 'Basic stage-api-key' }],
    ['GET', '/v1/recipients/ada', { authorization: 'Bearer ' }],
    ['GET', '/v1/recipients/ada', { 'x-hermod-principal': 'forged' }],
  ])('is asked for by %s %s with %o', async (method, path, headers) => {
    const answer = await fetch(gateway.url + path, { method, headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(consent.arrived).toEqual([]);
  });

  it('opens what exists, and what does not exist is 404', async () => {
    expect((await gateway.call('/v1/recipients/ada')).status).toBe(201);
    expect(await (await gateway.call('/v1/nothing')).json()).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });

  it('is not needed for a signal that brings its token, whatever that is worth', async () => {
    const post = (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${gateway.url}/v1/signals`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await post({ message: MESSAGE, token: 't' })).status).toBe(202);
    expect(reportsIn(receipts.arrived[0]!).reports).toMatchObject([{ path: '/v1/signals', scopes: [] }]);
    expect((await post({ message: MESSAGE })).status).toBe(401);
    expect((await post({ message: MESSAGE, token: 't' }, { authorization: 'Bearer wrong' })).status).toBe(
      401,
    );
    expect((await gateway.call('/v1/signals', { method: 'POST', body: '{}' })).status).toBe(202);
  });
});

describe('a request for a service', () => {
  it('arrives with its bytes, its query and a principal, and nothing that is not the service’s business', async () => {
    const body = Buffer.from('{ "näme" : 1 }\r\n');
    const answer = await gateway.call('/v1/recipients/ada/consents?x=1&y=%2F..', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-hermod-public-url': 'http://evil',
        te: 'trailers',
        'x-other': '1',
      },
    });
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe('made');
    expect(answer.headers.get('x-kept')).toBe('yes');
    const [arrived] = consent.arrived;
    expect(arrived).toMatchObject({ method: 'POST', url: '/v1/recipients/ada/consents?x=1&y=%2F..' });
    expect(arrived!.body.equals(body)).toBe(true);
    expect(arrived!.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(body.length),
      'x-other': '1',
      'x-hermod-public-url': 'http://127.0.0.1:8080/v1/recipients/ada/consents?x=1&y=%2F..',
    });
    expect(Object.keys(arrived!.headers)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(principalOf(consent)).toMatchObject({ scopes: ['*'], keyId: 'local-admin' });
  });

  it('of a provider needs no key and carries no scope', async () => {
    const body = 'MessageSid=SM1&MessageStatus=delivered';
    const answer = await fetch(`${gateway.url}/webhooks/twilio?m=1`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 's' },
    });
    expect(answer.status).toBe(202);
    expect(receipts.arrived[0]).toMatchObject({ method: 'POST', url: '/reports' });
    expect(reportsIn(receipts.arrived[0]!).reports).toMatchObject([
      {
        path: '/webhooks/twilio',
        headers: {
          'x-twilio-signature': 's',
          'x-hermod-public-url': 'http://127.0.0.1:8080/webhooks/twilio?m=1',
        },
        body,
        scopes: [],
      },
    ]);
    expect(principalOf(receipts)).toMatchObject({ scopes: [], keyId: 'gateway' });
  });

  it('joins webhooks and signals that come together, and passes their bytes on as they are', async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0xa4]);
    const post = () => fetch(`${gateway.url}/webhooks/sim`, { method: 'POST', body });
    const answers = await Promise.all(Array.from({ length: 40 }, post));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const reports = receipts.arrived.flatMap((arrived) => reportsIn(arrived).reports);
    expect(reports).toHaveLength(40);
    expect(receipts.arrived.length).toBeLessThan(40);
    expect(Buffer.from(reports[0]!.body, 'latin1').equals(body)).toBe(true);
  });

  it('with a mail that came in goes on alone, up to 400,000 bytes', async () => {
    const post = (bytes: number, type = 'message/rfc822') =>
      fetch(`${gateway.url}/webhooks/smtp`, {
        method: 'POST',
        body: Buffer.alloc(bytes, 0xe4),
        headers: { 'content-type': type, 'x-envelope-to': 'r-1@in.test', 'x-envelope-signature': 's' },
      });
    const answers = await Promise.all([400_000, 400_000].map((bytes) => post(bytes)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const batches = receipts.arrived.map((arrived) => reportsIn(arrived).reports);
    expect(batches.map(({ length }) => length)).toEqual([1, 1]);
    expect(batches[0]![0]).toMatchObject({
      path: '/webhooks/smtp',
      headers: { 'x-envelope-to': 'r-1@in.test', 'x-envelope-signature': 's' },
    });
    // What receipts takes of a request.
    for (const { body } of receipts.arrived) expect(body.length).toBeLessThan(1024 * 1024);
    for (const refused of [post(400_001), post(64_001, 'text/plain')])
      expect(await (await refused).json()).toMatchObject({ status: 413, code: 'WEBHOOK_TOO_LARGE' });
  });

  it('that is not running, or breaks off, or is sent too much, is answered with a problem', async () => {
    expect(await (await gateway.call('/v1/journeys')).json()).toMatchObject({
      status: 503,
      code: 'SERVICE_UNAVAILABLE',
    });
    receiptsAnswers = false;
    const broken = await gateway.call('/v1/signals', { method: 'POST', body: '{}' });
    expect(await broken.json()).toMatchObject({ status: 502, code: 'BAD_GATEWAY' });
    const large = await gateway.call('/v1/recipients/ada', {
      method: 'PUT',
      body: 'x'.repeat(1024 * 1024 + 1),
    });
    expect(await large.json()).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    expect(consent.arrived).toEqual([]);
  });

  it('for a message shows what delivery and receipts know together', async () => {
    const together = await gateway.call(`/v1/messages/${MESSAGE}`);
    expect(await together.json()).toEqual({ id: MESSAGE, attempts: [], receipts: [{ kind: 'delivered' }] });
    receiptsAnswers = false;
    const alone = (await (await gateway.call(`/v1/messages/${MESSAGE}`)).json()) as object;
    expect(alone).toEqual({ id: MESSAGE, attempts: [], notes: [expect.stringContaining('receipts')] });
    const unknown = await gateway.call('/v1/messages/c0ffee00-0000-4000-8000-000000000002');
    expect(await unknown.json()).toMatchObject({ status: 404, code: 'MESSAGE_NOT_FOUND' });
    expect(await (await gateway.call('/v1/messages/x')).json()).toMatchObject({
      status: 400,
      code: 'REQUEST_INVALID',
    });
  });
});

describe('a service', () => {
  it('answers the gateway and nobody else', async () => {
    @Controller('v1/runs')
    class Runs {
      @Get()
      list(): object {
        return { runs: [] };
      }
    }
    @Module({ controllers: [Runs] })
    class Routing {}
    const logger = createLogger('routing', { write: () => undefined });
    const routing = await createHttpApp(Routing, {
      service: 'routing',
      logger,
      principalSecret: gateway.principalSecret,
    });
    const origin = `http://127.0.0.1:${await listen(routing, 0)}`;
    const before = await startGateway(stage, { routing: origin });
    try {
      expect(await (await before.call('/v1/runs?recipient=ada')).json()).toEqual({ runs: [] });
      expect((await fetch(`${origin}/v1/runs`)).status).toBe(401);
    } finally {
      await before.close();
      await routing.close();
    }
  });
});

describe('the door itself', () => {
  it('is alive, and ready only when every service is', async () => {
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    const answer = await fetch(`${gateway.url}/health/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'unready',
      gateway: { status: 'ready', failing: [] },
      services: { consent: [{ status: 'ready' }], routing: [{ status: 'unreachable' }] },
    });
    const { origin } = consent;
    const whole = await startGateway(stage, {
      routing: origin,
      consent: origin,
      delivery: origin,
      receipts: origin,
    });
    const ready = await fetch(`${whole.url}/health/ready`);
    await whole.close();
    expect(ready.status).toBe(200);
  });

  it('gathers the metrics of all, each line labelled', async () => {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    const instance = new URL(consent.origin).host;
    expect(metrics).toContain(`x_total{service="consent",instance="${instance}"} 1`);
    expect(metrics).toContain(`x_total{service="consent",instance="${instance}",lane="plain"} 2`);
    expect(metrics).toContain('hermod_events_accepted_total');
  });

  it('greets with a page that loads nothing, and tells browsers to be careful', async () => {
    const page = await fetch(gateway.url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const path of ['/v1/recipients/ada', '/v1/keys', '/nothing', '/openapi.json']) {
      const answer = await fetch(gateway.url + path, { headers: { origin: 'http://evil' } });
      expect([path, answer.status]).toEqual([
        path,
        path.startsWith('/v1') ? 401 : path === '/openapi.json' ? 200 : 404,
      ]);
      expect(answer.headers.get('content-type')).toMatch(
        /^application\/(problem\+json|json); charset=utf-8$/,
      );
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('x-powered-by')).toBeNull();
    }
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { Body, Controller, Get, HttpCode, Module, Post, Req, type RawBodyRequest } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HermodError } from '@hermod/contracts';
import { createLogger } from '@hermod/telemetry';
import type { FastifyRequest } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HealthChecks } from './health.ts';
import { createHttpApp, listen } from './http-app.ts';
import { freshPrincipal, signPrincipal } from './principal.ts';
import { Public, Scopes } from './principal-guard.ts';

const SECRET = 'a secret of the test';
const Wish = z.strictObject({ name: z.string(), points: z.array(z.object({ n: z.number() })).default([]) });

@Controller('wishes')
class Wishes {
  @Post()
  @HttpCode(200)
  make(@Body({ schema: Wish }) wish: z.infer<typeof Wish>, @Req() request: RawBodyRequest<FastifyRequest>) {
    return { wish, bytes: request.rawBody?.length };
  }
  @Get('gone')
  gone(): never {
    throw new HermodError('WISH_NOT_FOUND', 'no such wish', { field: 'id', fix: 'make it first' });
  }
  @Get('broken')
  broken(): never {
    throw new Error('the password is hunter2');
  }
  @Get('never')
  never(): Promise<never> {
    return new Promise(() => undefined);
  }
  @Scopes('design')
  @Get('designed')
  designed(): object {
    return { ok: true };
  }
  @Public()
  @Get('public')
  open(): object {
    return { ok: true };
  }
}

@Module({ controllers: [Wishes] })
class WishModule {}

const lines: string[] = [];
let app: NestFastifyApplication;

beforeEach(async () => {
  lines.length = 0;
  app = await createHttpApp(WishModule, {
    service: 'test',
    logger: createLogger('test', { write: (line: string) => void lines.push(line) }),
    principalSecret: SECRET,
    rawBody: true,
    bodyLimitBytes: 1_000,
    deadlineMs: 200,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterEach(() => app.close());

const headers = () => ({ 'x-hermod-principal': freshPrincipal(['*'], 'admin', SECRET) });
const get = (url: string) => app.inject({ method: 'GET', url, headers: headers() });
const post = (payload: string, contentType = 'application/json') =>
  app.inject({
    method: 'POST',
    url: '/wishes',
    payload,
    headers: { ...headers(), 'content-type': contentType },
  });

describe('an HTTP service', () => {
  it('takes what fits its schema, and keeps the bytes for signatures', async () => {
    const answer = await post('{ "name":"x" }');
    expect(answer.json()).toEqual({ wish: { name: 'x', points: [] }, bytes: 14 });
  });

  it('tells each wrong field with its fix', async () => {
    const answer = await post('{"name":1,"points":[{}],"more":true}');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      type: 'urn:hermod:problem:request-invalid',
      title: 'Request invalid',
      status: 400,
      code: 'REQUEST_INVALID',
      field: 'name',
      fix: 'send a string',
      instance: '/wishes',
      problems: [
        { field: 'name', fix: 'send a string' },
        { field: 'points[0].n', fix: 'add it: a number' },
        { field: 'body', fix: 'leave out more' },
      ],
    });
  });

  it.each([
    ['a body that is no JSON', '{"name":', 'application/json', 400, 'BODY_NOT_JSON'],
    ['an empty body', '', 'application/json', 400, 'BODY_NOT_JSON'],
    [
      'a body that is too large',
      `{"name":"${'x'.repeat(1_000)}"}`,
      'application/json',
      413,
      'BODY_TOO_LARGE',
    ],
    ['a content type it cannot read', '<name/>', 'application/xml', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('answers %s with problem details', async (_what, payload, contentType, status, code) => {
    const answer = await post(payload, contentType);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({ status, code, fix: expect.any(String) });
    expect(answer.statusCode).toBe(status);
  });

  it('answers errors of its own by their code, and unknown paths with 404', async () => {
    const gone = await get('/wishes/gone?token=secret');
    expect(gone.statusCode).toBe(404);
    expect(gone.json()).toMatchObject({ code: 'WISH_NOT_FOUND', field: 'id', fix: 'make it first' });
    expect(gone.json()).toMatchObject({ instance: '/wishes/gone' });
    expect((await get('/nowhere')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('keeps an unexpected error to itself and logs it under its reference', async () => {
    const answer = await get('/wishes/broken');
    const { reference } = answer.json<{ reference: string }>();
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(lines.join('')).toContain(reference);
  });

  it('answers 503 when the deadline has passed', async () => {
    const answer = await get('/wishes/never');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.json()).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('refuses whoever is not the gateway', async () => {
    const expired = signPrincipal(
      { scopes: ['*'], keyId: 'admin', expiresAt: new Date(Date.now() - 1) },
      SECRET,
    );
    const eternal = signPrincipal(
      { scopes: ['*'], keyId: 'admin', expiresAt: new Date(Date.now() + 1e9) },
      SECRET,
    );
    const forged = freshPrincipal(['*'], 'admin', 'another secret');
    for (const principal of [undefined, 'rubbish', 'a.b.c', expired, eternal, forged]) {
      const answer = await app.inject({
        url: '/wishes/gone',
        headers: principal === undefined ? {} : { 'x-hermod-principal': principal },
      });
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'PRINCIPAL_INVALID', field: 'x-hermod-principal' });
    }
    expect((await app.inject('/wishes/public')).statusCode).toBe(200);
  });

  it('refuses a key without the scope of a route', async () => {
    const scoped = (...scopes: string[]) =>
      app.inject({
        url: '/wishes/designed',
        headers: { 'x-hermod-principal': freshPrincipal(scopes, 'k', SECRET) },
      });
    expect((await scoped('events')).json()).toMatchObject({ status: 403, code: 'SCOPE_MISSING' });
    expect((await scoped('design')).statusCode).toBe(200);
  });

  it('is ready when every check passes, and names the ones that fail', async () => {
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'live' });
    app.get(HealthChecks).add({ name: 'database', check: () => undefined });
    expect((await app.inject('/health/ready')).statusCode).toBe(200);
    app.get(HealthChecks).add({ name: 'kafka', check: () => Promise.reject(new Error('away')) });
    const answer = await app.inject('/health/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({
      status: 'unready',
      checks: { database: 'ok', kafka: 'failing' },
      failing: ['kafka'],
    });
  });

  it('is unready as soon as it has been told to stop', async () => {
    app.get(HealthChecks).onModuleDestroy();
    expect((await app.inject('/health/ready')).json()).toMatchObject({ failing: ['stopping'] });
  });

  it('stops though somebody holds a connection on which nothing was ever asked', async () => {
    const port = await listen(app, 0);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const ended = once(socket, 'close');
    await app.close();
    await ended;
  });

  it('shows its metrics to Prometheus', async () => {
    await get('/wishes/gone');
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.body).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="/wishes/gone",status="404"}',
    );
  });

  it('listens on the loopback interface only', async () => {
    const port = await listen(app, 0);
    expect(app.getHttpServer().address()).toMatchObject({ address: '127.0.0.1', port });
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });
});

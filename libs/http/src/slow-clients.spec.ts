import { connect, type Socket } from 'node:net';
import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { createLogger } from '@hermod/telemetry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpApp, listen } from './http-app.ts';
import type { RouteDeadline } from './request-deadlines.ts';

const PATIENT: RouteDeadline = { deadlineMs: 60_000 };

@Controller()
class Doors {
  @Post('hasty')
  @HttpCode(200)
  hasty(): object {
    return { ok: true };
  }
  @Post('patient')
  @HttpCode(200)
  @RouteConfig(PATIENT)
  patient(): object {
    return { ok: true };
  }
  @Get('quick')
  quick(): object {
    return { ok: true };
  }
}

@Module({ controllers: [Doors] })
class DoorsModule {}

let app: NestFastifyApplication;
let port: number;
let sockets: Socket[] = [];

beforeEach(async () => {
  const logger = createLogger('test', { write: () => undefined });
  app = await createHttpApp(DoorsModule, {
    service: 'test',
    logger,
    principalSecret: undefined,
    deadlineMs: 200,
  });
  port = await listen(app, 0);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

/** Sends a text, and resolves with all that came back until the other side hung up. */
function untilHungUp(text: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let received = '';
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  sockets.push(socket);
  socket.on('data', (data) => (received += data.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(received));
  return promise;
}

const head = (path: string) =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n`;

describe('a slow client', () => {
  it('that does not finish its headers is told so, and hung up on', async () => {
    const answer = await untilHungUp('GET /quick HTTP/1.1\r\nhost: x\r\nx-slow: ');
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('content-type: application/problem+json; charset=utf-8');
    expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
  });

  it('that does not finish its body is told so, and hung up on', async () => {
    const answer = await untilHungUp(`${head('/hasty')}{"a":`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('connection: close');
    expect(answer).toContain('"code":"REQUEST_TIMEOUT"');
  });

  it('may take its time where a route says so', async () => {
    const slow = untilHungUp(`${head('/patient')}{"a":`);
    await untilHungUp(`${head('/hasty')}{"a":`);
    const socket = sockets[0]!;
    socket.end('1234}');
    expect(await slow).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it('holds up nobody else', async () => {
    const slow = Array.from({ length: 50 }, () => untilHungUp('GET /quick HTTP/1.1\r\nhost: x\r\n'));
    expect((await fetch(`http://127.0.0.1:${port}/quick`)).status).toBe(200);
    await Promise.all(slow);
  });
});

describe('what is no request', () => {
  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400, 'BAD_REQUEST'],
    [
      'one with endless headers',
      `GET /quick HTTP/1.1\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      'one with two lengths',
      'POST /hasty HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n',
      400,
      'BAD_REQUEST',
    ],
  ])('%s is answered with a problem, and hung up on', async (_what, text, status, code) => {
    const answer = await untilHungUp(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toContain(`"code":"${code}"`);
  });
});

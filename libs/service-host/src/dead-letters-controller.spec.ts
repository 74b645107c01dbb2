import { HermodError } from '@hermod/contracts';
import { createHttpApp, freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { DeadLetters, type DeadLetterSummary, type KeptDeadLetter } from '@hermod/messaging';
import { createLogger } from '@hermod/telemetry';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeadLettersController } from './dead-letters-controller.ts';
import { LOG } from './tokens.ts';

const SECRET = 'a secret of the test';
const ID = '00000000-0000-4000-8000-000000000001';
const CUT = '00000000-0000-4000-8000-000000000002';
const UNKNOWN = '00000000-0000-4000-8000-000000000099';
const LETTER: KeptDeadLetter = {
  id: ID,
  service: 'consent',
  topic: 'hermod.message-requested',
  partition: 2,
  offset: '17',
  key: 'ada',
  value: Buffer.from('{"text":"to Ada"}'),
  bytes: 17,
  headers: { ce_id: 'e1' },
  isWhole: true,
  code: 'P0001',
  message: 'no',
  field: undefined,
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  deadAt: new Date('2026-11-22T09:00:00.000Z'),
  replayedAt: undefined,
};
const VIEW = {
  id: ID,
  service: 'consent',
  topic: 'hermod.message-requested',
  partition: 2,
  offset: '17',
  key: 'ada',
  bytes: 17,
  code: 'P0001',
  message: 'no',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  deadAt: '2026-11-22T09:00:00.000Z',
};

const letters: Pick<DeadLetters, 'list' | 'find' | 'replay'> = {
  list: ({ limit }) => Promise.resolve(Array.from({ length: limit }, (): DeadLetterSummary => LETTER)),
  find: (id) => Promise.resolve(id === ID ? LETTER : undefined),
  replay: (id) => {
    if (id === CUT)
      return Promise.reject(new HermodError('DEAD_LETTER_CUT', 'cut', { field: 'id', fix: 'mend it' }));
    return Promise.resolve(id === ID ? { ...LETTER, replayedAt: LETTER.deadAt } : undefined);
  },
};
const lines: string[] = [];
const logger = createLogger('test', { write: (line: string) => void lines.push(line) });

@Module({
  controllers: [DeadLettersController],
  providers: [
    { provide: DeadLetters, useValue: letters },
    { provide: LOG, useValue: logger },
  ],
})
class DeadLetterModule {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApp(DeadLetterModule, { service: 'test', logger, principalSecret: SECRET });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

async function call(method: 'GET' | 'POST', path: string, scope = 'operate') {
  const headers = { [PRINCIPAL_HEADER]: freshPrincipal([scope], 'k', SECRET) };
  const answer = await app.inject({ method, url: `/v1/dead-letters${path}`, headers });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

describe("a service's dead letters", () => {
  it('are listed without what they held, with a cursor while there are more', async () => {
    const { status, body } = await call('GET', '?limit=1');
    expect(status).toBe(200);
    expect(body).toEqual({ deadLetters: [VIEW], next: expect.any(String) as unknown });
    expect((await call('GET', `?next=${String(body['next'])}`)).status).toBe(200);
  });

  it('are looked into with headers and value', async () => {
    const { status, body } = await call('GET', `/${ID}`);
    expect(status).toBe(200);
    expect(body).toEqual({ ...VIEW, headers: { ce_id: 'e1' }, value: '{"text":"to Ada"}' });
  });

  it('are replayed; the log tells which one, and nothing of it', async () => {
    expect(await call('POST', `/${ID}/replay`)).toEqual({
      status: 202,
      body: { ...VIEW, replayedAt: VIEW.deadAt },
    });
    const said = lines.join('');
    expect(said).toContain(ID);
    expect(said).not.toMatch(/ada/i);
  });

  it.each([
    ['GET', `/${UNKNOWN}`, 404, 'DEAD_LETTER_NOT_FOUND'],
    ['POST', `/${UNKNOWN}/replay`, 404, 'DEAD_LETTER_NOT_FOUND'],
    ['POST', `/${CUT}/replay`, 422, 'DEAD_LETTER_CUT'],
    ['GET', '/no-id', 400, 'REQUEST_INVALID'],
    ['POST', '/no-id/replay', 400, 'REQUEST_INVALID'],
    ['GET', '?next=rubbish', 400, 'REQUEST_INVALID'],
    ['GET', '?topic=', 400, 'REQUEST_INVALID'],
  ] as const)('%s %s is answered with %i %s', async (method, path, status, code) => {
    expect(await call(method, path)).toMatchObject({
      status,
      body: { code, fix: expect.any(String) as unknown },
    });
  });

  it.each([
    ['GET', ''],
    ['GET', `/${ID}`],
    ['POST', `/${ID}/replay`],
  ] as const)('%s %s takes the scope operate', async (method, path) => {
    expect(await call(method, path, 'read')).toMatchObject({ status: 403, body: { code: 'SCOPE_MISSING' } });
  });
});

import { readFile } from 'node:fs/promises';
import { findBreaches, OPERATIONS } from '@hermod/api';
import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

const CHECKED_IN = new URL('../../../docs/reference/journey.schema.json', import.meta.url);

let stage: Stage;
let gateway: RunningGateway;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  gateway = await startGateway(stage);
});
afterAll(async () => {
  await gateway.close();
  await stage.close();
});

const ask = (headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(`${gateway.url}/schemas/journey.json`, { method, headers, signal: AbortSignal.timeout(10_000) });

describe('the schema of the journey language', () => {
  it('is there without a key, as it is checked in, and may be kept by caches', async () => {
    const answer = await ask();
    const body = await answer.text();
    const contentType = answer.headers.get('content-type');
    expect(findBreaches(OPERATIONS.getJourneySchema, { status: answer.status, contentType, body })).toEqual(
      [],
    );
    expect(body).toBe(await readFile(CHECKED_IN, 'utf8'));
    expect(contentType).toBe('application/schema+json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is not sent once more to who has it, compressed or not', async () => {
    const etag = (await ask({ 'accept-encoding': 'gzip' })).headers.get('etag')!;
    expect(etag).toBe((await ask({ 'accept-encoding': 'identity' })).headers.get('etag'));
    const again = await ask({ 'if-none-match': `"another", ${etag}` });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect(again.headers.get('cache-control')).toBe('public, max-age=3600');
    expect((await ask({ 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('takes no other method, and no precondition that is none', async () => {
    expect((await ask({}, 'DELETE')).status).toBe(404);
    const refused = await ask({ 'if-none-match': 'yesterday' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ code: 'PRECONDITION_INVALID', field: 'if-none-match' });
  });
});

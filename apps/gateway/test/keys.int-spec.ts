import { eventually, openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BackService, openBackService, sendJson } from './back-service.ts';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

interface Key {
  readonly id: string;
  readonly key: string;
  readonly status: string;
  readonly lastUsedAt?: string;
  readonly formerUntil?: string;
}

let stage: Stage;
let gateway: RunningGateway;
/** Another instance of the same gateway. */
let other: RunningGateway;
let routing: BackService;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  routing = await openBackService((_request, response) => sendJson(response, 200, { runs: [] }));
  gateway = await startGateway(stage, { routing: routing.origin });
  other = await startGateway(stage, { routing: routing.origin });
});
afterAll(async () => {
  await gateway.close();
  await other.close();
  routing.close();
  await stage.close();
});

async function post(path: string, body: object | string, at = gateway, key?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : bearer(key)) };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return at.call(path, { method: 'POST', body: text, headers });
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const made = async (body: object = {}): Promise<Key> => {
  const answer = await post('/v1/keys', { name: 'shop', scopes: ['read'], ...body });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Key;
};
const statusWith = async (key: string, at = gateway, path = '/v1/runs'): Promise<number> =>
  (await at.call(path, { headers: bearer(key) })).status;
const show = async (id: string): Promise<Key> => (await (await gateway.call(`/v1/keys/${id}`)).json()) as Key;

describe('a key', () => {
  it('is shown once, and opens at once on this instance and soon on the other', async () => {
    const key = await made({ scopes: ['read', 'read'] });
    expect(key).toMatchObject({
      name: 'shop',
      scopes: ['read'],
      status: 'active',
      createdBy: 'local-admin',
      rateLimit: { perSecond: 200, burst: 400 },
      key: expect.stringMatching(/^hk_[0-9a-f]{16}_[\w-]{43}$/),
    });
    expect(await statusWith(key.key)).toBe(200);
    await eventually(async () => expect(await statusWith(key.key, other)).toBe(200), { timeoutMs: 1_500 });
    for (const path of [`/v1/keys/${key.id}`, '/v1/keys']) {
      const text = await (await gateway.call(path)).text();
      expect(text).toContain(key.id);
      expect(text).not.toContain(key.key.slice(20));
    }
  });

  it('that was revoked is refused on every instance within two seconds, in the words of an unknown one', async () => {
    const key = await made();
    await eventually(async () => expect(await statusWith(key.key, other)).toBe(200), { timeoutMs: 1_500 });
    for (const again of [1, 2]) {
      const answer = await gateway.call(`/v1/keys/${key.id}`, { method: 'DELETE' });
      expect([again, answer.status]).toEqual([again, 204]);
    }
    expect(await statusWith(key.key)).toBe(401);
    await eventually(async () => expect(await statusWith(key.key, other)).toBe(401), { timeoutMs: 2_000 });
    const words = async (text: string) => {
      const { instance: _, ...problem } = (await (
        await gateway.call('/v1/runs', { headers: bearer(text) })
      ).json()) as Record<string, unknown>;
      return problem;
    };
    expect(await words(key.key)).toEqual(await words(`hk_${'0'.repeat(16)}_${'A'.repeat(43)}`));
    expect(await show(key.id)).toMatchObject({ status: 'revoked', revokedAt: expect.any(String) });
    expect((await post(`/v1/keys/${key.id}/rotate`, {})).status).toBe(409);
  });

  it('opens only what its scopes name, and is told which one is missing', async () => {
    const key = await made({ scopes: ['signals'] });
    const event = await gateway.post({}, undefined, bearer(key.key));
    expect(event.status).toBe(403);
    expect(await event.json()).toMatchObject({
      code: 'SCOPE_MISSING',
      fix: expect.stringContaining('events'),
    });
    const keys = await gateway.call('/v1/keys', { headers: bearer(key.key) });
    expect(await keys.json()).toMatchObject({ status: 403, fix: expect.stringContaining('admin') });
    expect((await made({ scopes: ['events'] })).status).toBe('active');
  });

  it('with the scope admin makes keys, and its id stays with them', async () => {
    const admin = await made({ scopes: ['admin'] });
    const answer = await post('/v1/keys', { name: 'x', scopes: ['events'] }, gateway, admin.key);
    expect(await answer.json()).toMatchObject({ createdBy: admin.id });
  });

  it('travels to the services as its id and scopes, never itself', async () => {
    const key = await made();
    routing.arrived.length = 0;
    await statusWith(key.key);
    expect(JSON.stringify(routing.arrived[0]?.headers)).not.toContain(key.key.slice(20));
    const [payload] = String(routing.arrived[0]?.headers['x-hermod-principal']).split('.');
    const principal: unknown = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    expect(principal).toMatchObject({ keyId: key.id, scopes: ['read'] });
  });

  it('expires', async () => {
    const past = await post('/v1/keys', { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' });
    expect(await past.json()).toMatchObject({ status: 400, field: 'expiresAt' });
    const key = await made({ expiresAt: new Date(Date.now() + 700).toISOString() });
    expect(await statusWith(key.key)).toBe(200);
    await eventually(async () => expect(await statusWith(key.key)).toBe(401), { timeoutMs: 2_000 });
    expect(await show(key.id)).toMatchObject({ status: 'expired' });
  });

  it('tells when it was used last, to the minute', async () => {
    const key = await made();
    expect(key.lastUsedAt).toBeUndefined();
    await statusWith(key.key);
    const { lastUsedAt } = await eventually(async () => {
      const shown = await show(key.id);
      expect(shown.lastUsedAt).toBeDefined();
      return shown;
    });
    expect(lastUsedAt).toMatch(/:00\.000Z$/);
    expect(Date.now() - Date.parse(lastUsedAt!)).toBeLessThan(120_000);
  });
});

describe('a key that knocks too often', () => {
  it('is told when to come back, and the local admin key never is', async () => {
    const { key } = await made({ rateLimit: { perSecond: 0.01, burst: 3 } });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push(await gateway.call('/v1/runs', { headers: bearer(key) }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers[0]!.headers.get('ratelimit')).toBe('"key";r=2;t=100');
    const late = answers[3]!;
    expect(late.headers.get('ratelimit-policy')).toBe('"key";q=3;w=300');
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(late.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await late.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', fix: expect.any(String) });
    const admin = await gateway.call('/v1/runs');
    expect([admin.status, admin.headers.get('ratelimit')]).toEqual([200, null]);
  });
});

describe('a rotation', () => {
  it('lets the old secret stay for the overlap, and never a third', async () => {
    const first = await made();
    const rotate = async (body: object | string): Promise<Key> => {
      const answer = await post(`/v1/keys/${first.id}/rotate`, body);
      expect(answer.status).toBe(200);
      return (await answer.json()) as Key;
    };
    const second = await rotate({});
    expect(second.id).toBe(first.id);
    expect(Date.parse(second.formerUntil!) - Date.now()).toBeGreaterThan(86_000_000);
    expect([await statusWith(first.key), await statusWith(second.key)]).toEqual([200, 200]);
    const third = await rotate({ overlap: 'PT1H' });
    const all = [first, second, third];
    expect(await Promise.all(all.map(({ key }) => statusWith(key)))).toEqual([401, 200, 200]);
    const fourth = await rotate({ overlap: 'PT0S' });
    expect([await statusWith(third.key), await statusWith(fourth.key)]).toEqual([401, 200]);
    await eventually(async () => expect(await statusWith(second.key, other)).toBe(401), { timeoutMs: 2_000 });
  });

  it.each(['P31D', 'tomorrow', 'P1M'])('over %s is refused', async (overlap) => {
    const { id } = await made();
    const answer = await post(`/v1/keys/${id}/rotate`, { overlap });
    expect(await answer.json()).toMatchObject({ status: 400, field: 'overlap' });
  });
});

describe('the list of keys', () => {
  it('comes in pages, newest first, and can be of one status', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.unshift((await made({ name: `paged ${n}` })).id);
    await gateway.call(`/v1/keys/${ids[1]}`, { method: 'DELETE' });
    const page = async (query: string) =>
      (await (await gateway.call(`/v1/keys?${query}`)).json()) as { keys: Key[]; next?: string };
    const one = await page('limit=2');
    const two = await page(`limit=1&next=${one.next}`);
    expect([...one.keys, ...two.keys].map(({ id }) => id)).toEqual(ids);
    expect((await page('status=revoked&limit=1')).keys.map(({ id }) => id)).toEqual([ids[1]]);
    const active = (await page('status=active&limit=200')).keys.map(({ id }) => id);
    expect(active).toContain(ids[0]);
    expect(active).not.toContain(ids[1]);
    for (const query of ['next=rubbish', 'limit=0', 'status=odd'])
      expect((await gateway.call(`/v1/keys?${query}`)).status).toBe(400);
  });
});

describe('a key that is asked for wrongly', () => {
  it.each([
    [{ name: '', scopes: ['read'] }, 'name'],
    [{ name: 'a\u0000', scopes: ['read'] }, 'name'],
    [{ name: 'a', scopes: [] }, 'scopes'],
    [{ name: 'a', scopes: ['*'] }, 'scopes[0]'],
    [{ name: 'a', scopes: ['read'], expiresAt: 'soon' }, 'expiresAt'],
    [{ name: 'a', scopes: ['read'], rateLimit: { perSecond: 0, burst: 1 } }, 'rateLimit.perSecond'],
    [{ name: 'a', scopes: ['read'], more: 1 }, 'body'],
    ['{', 'body'],
    ['', 'body'],
  ])('is refused with its field: %j', async (body, field) => {
    const answer = await post('/v1/keys', body);
    expect(await answer.json()).toMatchObject({ status: 400, field, fix: expect.any(String) });
  });

  it('or does not exist, is not found', async () => {
    const id = 'f'.repeat(16);
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/rotate'],
      ['DELETE', ''],
    ] as const) {
      const init = { method, ...(method === 'POST' ? { body: '{}' } : {}) };
      const answer = await gateway.call(`/v1/keys/${id}${path}`, init);
      expect(await answer.json()).toMatchObject({ status: 404, code: 'KEY_NOT_FOUND' });
    }
    expect((await gateway.call('/v1/keys/x')).status).toBe(400);
  });
});

describe('without the database', () => {
  it('the door opens for the admin key, and of other keys nothing can be told', async () => {
    const { key } = await made();
    const lonely = await startGateway(
      stage,
      { routing: routing.origin },
      { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
    );
    try {
      expect((await lonely.call('/v1/runs')).status).toBe(200);
      const refused = await lonely.call('/v1/runs', { headers: bearer(key) });
      expect(refused.headers.get('retry-after')).toBe('2');
      expect(await refused.json()).toMatchObject({ status: 503, code: 'KEYS_UNAVAILABLE' });
      expect(await statusWith('rubbish', lonely)).toBe(401);
      const making = await post('/v1/keys', { name: 'x', scopes: ['read'] }, lonely);
      expect(await making.json()).toMatchObject({ status: 503, code: 'KEYS_UNAVAILABLE' });
      const ready = await lonely.call('/health/ready');
      expect(await ready.json()).toMatchObject({ gateway: { status: 'unready', failing: ['keys'] } });
    } finally {
      await lonely.close();
    }
  });
});

import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BackService, openBackService, sendJson } from './back-service.ts';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

const TRACES = 'http://127.0.0.1:9411/zipkin/traces/{traceId}';

let stage: Stage;
let simulator: BackService;
let gateway: RunningGateway;
let deployed: RunningGateway;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  simulator = await openBackService((request, response) => {
    if (request.url.endsWith('/replies')) return sendJson(response, 400, { code: 'SIMULATOR_INVALID_INPUT' });
    sendJson(response, 200, { messages: [] });
  });
  gateway = await startGateway(
    stage,
    {},
    { HERMOD_SIMULATOR_URL: simulator.origin, HERMOD_TRACE_URL: TRACES },
  );
  deployed = await startGateway({ ...stage, env: (name) => withoutSimulator(stage.env(name)) });
});
beforeEach(() => {
  simulator.arrived.length = 0;
});
afterAll(async () => {
  await Promise.all([gateway.close(), deployed.close()]);
  simulator.close();
  await stage.close();
});

/** The surroundings of a deployment, which has no simulated world. */
function withoutSimulator(env: ReturnType<Stage['env']>): ReturnType<Stage['env']> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'HERMOD_SIMULATOR_URL'));
}

/** A key with these scopes only. */
async function keyWith(scopes: readonly string[]): Promise<Record<string, string>> {
  const body = JSON.stringify({ name: `console ${scopes.join(' ')}`, scopes });
  const headers = { 'content-type': 'application/json' };
  const issued = await gateway.call('/v1/keys', { method: 'POST', body, headers });
  const { key } = (await issued.json()) as { key: string };
  return { authorization: `Bearer ${key}` };
}

describe('what the system tells of itself', () => {
  it('is its version, whether there are phones to look at, and where traces are shown', async () => {
    const told: unknown = await (await gateway.call('/v1/system')).json();
    expect(told).toEqual({ version: expect.any(String) as unknown, simulator: true, traceUrl: TRACES });
    expect(await (await deployed.call('/v1/system')).json()).toMatchObject({ simulator: false });
  });

  it('needs a key, whatever its scopes', async () => {
    expect((await fetch(`${gateway.url}/v1/system`)).status).toBe(401);
    const headers = await keyWith(['signals']);
    expect((await gateway.call('/v1/system', { headers })).status).toBe(200);
  });
});

describe("the simulator's phones", () => {
  it('are looked at and tapped through the gateway, without the key going further', async () => {
    const path = '/phones/%2B46700000001/messages';
    expect((await gateway.call(`/v1/simulator${path}`)).status).toBe(200);
    const body = JSON.stringify({ text: 'STOP' });
    const reply = await gateway.call('/v1/simulator/phones/%2B46700000001/replies', { method: 'POST', body });
    expect([reply.status, await reply.json()]).toEqual([400, { code: 'SIMULATOR_INVALID_INPUT' }]);
    expect(simulator.arrived.map(({ url }) => url)).toEqual([path, '/phones/%2B46700000001/replies']);
    expect(simulator.arrived[1]!.body.toString('utf8')).toBe(body);
    for (const { headers } of simulator.arrived) expect(headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['GET', '/ledger'],
    ['PUT', '/faults/fcm'],
    ['GET', '/phones'],
    ['GET', '/phones/events'],
    ['DELETE', '/phones/46700000001/messages'],
    ['GET', '/phones/../ledger'],
    ['POST', '/phones/46700000001/messages/%2e%2e/open'],
    ['GET', '//127.0.0.1/phones/46700000001/messages'],
  ])('are all that can be reached: not %s %s', async (method, path) => {
    const answer = await gateway.call(`/v1/simulator${path}`, { method });
    expect(answer.status).toBe(404);
    expect(simulator.arrived).toEqual([]);
  });

  it('need a key that may operate', async () => {
    const path = '/v1/simulator/phones/46700000001/messages';
    expect((await fetch(gateway.url + path)).status).toBe(401);
    expect((await gateway.call(path, { headers: await keyWith(['read', 'events']) })).status).toBe(403);
    expect((await gateway.call(path, { headers: await keyWith(['operate']) })).status).toBe(200);
  });

  it('are not there in a deployment', async () => {
    const answer = await deployed.call('/v1/simulator/phones/46700000001/messages');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND', detail: 'no simulator runs here' });
  });
});

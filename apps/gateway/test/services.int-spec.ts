import { afterEach, describe, expect, it } from 'vitest';
import { readAnswer, Services } from '../src/outbound/services.ts';
import { type BackService, openBackService, sendJson } from './back-service.ts';
import { NOWHERE } from './gateway-on-stage.ts';

const CALLER = { keyId: 'local-admin', scopes: ['*'] };
const GET = { method: 'GET', path: '/v1/runs', caller: CALLER };

let opened: BackService[] = [];
let services: Services | undefined;

async function servicesWith(origins: readonly string[]): Promise<Services> {
  services = new Services({ routing: origins, consent: [], delivery: [], receipts: [] }, 'secret');
  return services;
}

async function open(...args: Parameters<typeof openBackService>): Promise<BackService> {
  const service = await openBackService(...args);
  opened.push(service);
  return service;
}

afterEach(async () => {
  for (const service of opened) service.close();
  opened = [];
  await services?.close();
});

describe('the services behind the gateway', () => {
  it('take turns, and one that is not running is passed over', async () => {
    const one = await open((_request, response) => sendJson(response, 200, {}));
    const two = await open((_request, response) => sendJson(response, 200, {}));
    const asked = await servicesWith([one.origin, NOWHERE, two.origin]);
    for (let n = 0; n < 6; n++) expect(await readAnswer(await asked.ask('routing', GET))).toBe('{}');
    expect(one.arrived.length + two.arrived.length).toBe(6);
    expect(one.arrived.length).toBeGreaterThan(1);
    expect(two.arrived.length).toBeGreaterThan(1);
  });

  it('that do not answer in time are told from those that break off, which are not asked again', async () => {
    const silent = await open(() => undefined);
    const patient = await servicesWith([silent.origin]);
    await expect(patient.ask('routing', { ...GET, deadlineMs: 100 })).rejects.toMatchObject({
      code: 'GATEWAY_TIMEOUT',
    });
    const broken = await open((_request, response) => void response.destroy());
    const hasty = await servicesWith([broken.origin, broken.origin]);
    await expect(hasty.ask('routing', { ...GET, method: 'POST' })).rejects.toMatchObject({
      code: 'BAD_GATEWAY',
    });
    expect(broken.arrived).toHaveLength(1);
    await patient.close();
  });

  it('may answer with 4 MiB at most where the answer is read whole', async () => {
    const verbose = await open((_request, response) => void response.end(Buffer.alloc(4 * 1024 * 1024 + 1)));
    const answer = await (await servicesWith([verbose.origin])).ask('routing', GET);
    await expect(readAnswer(answer)).rejects.toMatchObject({ code: 'BAD_GATEWAY' });
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSimulator } from '../src/create-simulator.ts';
import { openStage, parseLines, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const get = (path: string) => fetch(`${stage.simulator.url}${path}`);

describe('the ledger', () => {
  it('has the line of every call in the file before the answer is out', async () => {
    const calls = Array.from({ length: 200 }, async (_, n) => {
      const reference = `ledger-${n}`;
      await stage.post('/sim/v1/messages', {
        key: reference,
        reference,
        to: 'sim-467001',
        channel: 'push',
        text: 'x',
      });
      return (await stage.ledgerFile()).some((line) => line.reference === reference);
    });
    expect(new Set(await Promise.all(calls))).toEqual(new Set([true]));
  });

  it('has exactly the fields that are promised', async () => {
    await stage.sendPush({ token: 'sim-467002', notification: { title: 'T', body: 'B' } });
    const line = (await stage.ledgerFile()).at(-1);
    expect(line).toEqual({
      time: expect.any(String),
      acceptedAt: expect.any(String),
      respondedAt: expect.any(String),
      protocol: 'fcm',
      providerId: expect.any(String),
      reference: null,
      recipient: 'sim-467002',
      body: 'T\nB',
      outcome: 'accepted',
    });
  });

  it('is read from a line number or an instant on', async () => {
    const all = await get('/ledger');
    const next = all.headers.get('x-ledger-next');
    expect(parseLines(await all.text())).toHaveLength(Number(next));
    await stage.sendPush({ token: 'sim-467003', notification: { body: 'newer' } });
    const [newer] = parseLines(await (await get(`/ledger?since=${next}`)).text());
    expect(newer).toMatchObject({ body: 'newer' });
    const since = encodeURIComponent(newer?.time ?? '');
    expect(parseLines(await (await get(`/ledger?since=${since}`)).text())).toEqual([newer]);
    expect((await get('/ledger?since=yesterday')).status).toBe(400);
  });

  it('outlives a restart', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'hermod-ledger-'));
    const first = await createSimulator({ port: 0, dataFolder, hasLog: false });
    const body = JSON.stringify({ key: 'k', to: '+467004', channel: 'sms', text: 'kept' });
    await fetch(`${first.url}/sim/v1/messages`, { method: 'POST', body });
    await first.close();
    const second = await createSimulator({ port: 0, dataFolder, hasLog: false });
    const lines = parseLines(await (await fetch(`${second.url}/ledger`)).text());
    expect(lines).toMatchObject([{ body: 'kept' }]);
    await second.close();
    await rm(dataFolder, { recursive: true });
  });
});

describe('phones', () => {
  it('tell whoever watches that something arrived', async () => {
    const events = await get('/phones/events');
    const chunks = events.body?.pipeThrough(new TextDecoderStream()) ?? [];
    await stage.sendPush({ token: 'sim-467005', notification: { body: 'look' } });
    let seen = '';
    for await (const chunk of chunks) {
      seen += chunk;
      if (seen.includes('event: phones')) break;
    }
    expect(seen).toContain('data: ["+467005"]');
  });

  it('follow the link that a person taps, but only home', async () => {
    const text = `Track it at ${stage.gateway.url}/l/abc. Or at https://elsewhere.example/x`;
    await stage.post('/sim/v1/messages', { key: 'tap', to: '+467006', channel: 'sms', text });
    const [message] = await stage.messages('+467006');
    const path = `/phones/+467006/messages/${message?.id}/tap`;
    const tapped = await stage.post(path, { link: 0 });
    expect(await tapped.json()).toEqual({ link: `${stage.gateway.url}/l/abc`, status: 204 });
    expect((await stage.post(path, { link: 1 })).status).toBe(422);
    expect((await stage.post(path, { link: 2 })).status).toBe(422);
    expect((await stage.post(path, { suggestion: 0 })).status).toBe(422);
    expect((await stage.post(path, { nonsense: 0 })).status).toBe(400);
  });

  it('name what is wrong with a request', async () => {
    expect(await (await get('/phones/nobody/messages')).json()).toMatchObject({
      status: 400,
      code: 'SIMULATOR_INVALID_INPUT',
      field: 'number',
    });
    expect((await stage.post('/phones/+467007/messages/none/open')).status).toBe(404);
    expect((await stage.post('/phones/+467007/replies', { text: ' ' })).status).toBe(400);
  });
});

describe('faults', () => {
  it('say which protocols there are', async () => {
    const answer = await fetch(`${stage.simulator.url}/faults/pigeon`, { method: 'PUT', body: '{}' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ fix: 'Use one of fcm, twilio, rbm, smtp, smpp, sim.' });
  });

  it('show the plan in place with its seed, and are cleared by an empty one', async () => {
    await stage.faults('sim', { rates: { refuse: 0.5 } });
    expect(await (await get('/faults/sim')).json()).toMatchObject({
      seed: expect.any(Number),
      rates: { refuse: 0.5 },
    });
    await stage.faults('sim', {});
    expect(await (await get('/faults')).json()).toMatchObject({ sim: { rates: { refuse: 0 } } });
  });
});

it('answers a call that waits out its latency when it closes', async () => {
  const simulator = await createSimulator({ port: 0, hasLog: false });
  await fetch(`${simulator.url}/faults/sim`, { method: 'PUT', body: JSON.stringify({ latencyMs: 120_000 }) });
  const body = JSON.stringify({ key: 'slow', to: '+467008', channel: 'sms', text: 'slow' });
  const call = fetch(`${simulator.url}/sim/v1/messages`, { method: 'POST', body });
  const phone = async () => (await fetch(`${simulator.url}/phones/+467008/messages`)).text();
  while (!(await phone()).includes('slow'));
  await simulator.close();
  expect((await call).status).toBe(201);
});

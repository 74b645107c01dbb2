import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

const NUMBER = '+46700000004';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.faults('sim', {});
  stage.gateway.clear();
});

function message(reference: string, more: object = {}) {
  const callbackUrl = `${stage.gateway.url}/webhooks/sim?x=1`;
  return { to: NUMBER, channel: 'sms', text: `Text ${reference}`, callbackUrl, reference, ...more };
}

async function shown(reference: string) {
  return (await stage.messages(NUMBER)).filter((one) => one.messageId === reference);
}

describe('the idempotent mode', () => {
  it('gives the first answer again and sends nothing twice', async () => {
    const first = await stage.post('/sim/v1/messages', message('once', { key: 'k-1' }));
    const second = await stage.post('/sim/v1/messages', message('once', { key: 'k-1' }));
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(await second.json()).toEqual(await first.json());
    expect(await shown('once')).toHaveLength(1);
    const lines = (await stage.ledgerFile()).filter((line) => line.reference === 'once');
    expect(lines.map((line) => [line.outcome, line.acceptedAt !== null])).toEqual([
      ['accepted', true],
      ['repeated', false],
    ]);
  });

  it('finds its first answer again after a reset', async () => {
    await stage.faults('sim', { rates: { resetAfterAccept: 1 } });
    await expect(stage.post('/sim/v1/messages', message('reset', { key: 'k-2' }))).rejects.toThrow();
    await stage.faults('sim', {});
    expect((await stage.post('/sim/v1/messages', message('reset', { key: 'k-2' }))).status).toBe(201);
    expect(await shown('reset')).toHaveLength(1);
    const lines = (await stage.ledgerFile()).filter((line) => line.reference === 'reset');
    expect(lines).toMatchObject([
      { outcome: 'resetAfterAccept', acceptedAt: expect.any(String), respondedAt: null },
      { outcome: 'repeated', acceptedAt: null, providerId: lines[0]?.providerId },
    ]);
  });

  it('refuses a message without a key', async () => {
    expect((await stage.post('/sim/v1/messages', message('keyless'))).status).toBe(400);
  });
});

describe('the look-up mode', () => {
  it('takes every call, and finds each by its reference once the index has it', async () => {
    await stage.post('/sim/v1/lookup/messages', message('twice'));
    await stage.post('/sim/v1/lookup/messages', message('twice'));
    expect(await shown('twice')).toHaveLength(2);
    const lookUp = async (indexDelayMs: number) => {
      const query = `reference=twice&indexDelayMs=${indexDelayMs}`;
      const answer = await fetch(`${stage.simulator.url}/sim/v1/lookup/messages?${query}`);
      return ((await answer.json()) as { messages: { reference: string }[] }).messages;
    };
    expect(await lookUp(60_000)).toEqual([]);
    expect((await lookUp(0)).map((found) => found.reference)).toEqual(['twice', 'twice']);
  });
});

describe('receipts', () => {
  it('are signed over the raw body, and say when a person opened the message', async () => {
    await stage.post('/sim/v1/messages', message('seen', { key: 'k-3', channel: 'rcs' }));
    const delivered = await stage.gateway.next((posted) => posted.body.includes('"delivered"'));
    expect(delivered.path).toBe('/webhooks/sim?x=1');
    const signature = createHmac('sha256', 'sim-secret').update(delivered.body).digest('hex');
    expect(delivered.headers['x-sim-signature']).toBe(signature);
    const [held] = await shown('seen');
    await stage.post(`/phones/${NUMBER}/messages/${held?.id}/open`);
    const opened = await stage.gateway.next((posted) => posted.body.includes('"opened"'));
    expect(JSON.parse(opened.body)).toMatchObject({ reference: 'seen', status: 'opened' });
  });

  it('come before the answer under earlyReceipt', async () => {
    await stage.faults('sim', { rates: { earlyReceipt: 1 }, latencyMs: 150 });
    let isAnswered = false;
    const call = stage
      .post('/sim/v1/messages', message('early', { key: 'k-4' }))
      .then(() => (isAnswered = true));
    await stage.gateway.next((posted) => posted.body.includes('"early"'));
    expect(isAnswered).toBe(false);
    await call;
  });

  it('stay away under noReceipt', async () => {
    await stage.faults('sim', { rates: { noReceipt: 1 } });
    await stage.post('/sim/v1/messages', message('silent', { key: 'k-5' }));
    await stage.faults('sim', {});
    await stage.post('/sim/v1/messages', message('loud', { key: 'k-6' }));
    await stage.gateway.next((posted) => posted.body.includes('"loud"'));
    expect(stage.gateway.posts.some((posted) => posted.body.includes('"silent"'))).toBe(false);
    expect(await shown('silent')).toHaveLength(1);
  });
});

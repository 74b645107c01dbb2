import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

const NUMBER = '+46700000001';
const TOKEN = 'sim-46700000001';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.faults('fcm', {});
  stage.gateway.clear();
});

function push(message: string, more: object = {}) {
  return {
    token: TOKEN,
    notification: { title: 'Shipped', body: 'Order A-1 is on its way.' },
    data: { hermod_message: message, hermod_token: `token-of-${message}`, hermod_url: stage.gateway.url },
    ...more,
  };
}

async function errorCode(answer: Response): Promise<unknown> {
  const { error } = (await answer.json()) as { error: { details: { errorCode?: string }[] } };
  return error.details[0]?.errorCode;
}

describe('a push that is taken', () => {
  it('shows on the phone of its token and is reported as delivered', async () => {
    const answer = await stage.sendPush(push('m-1'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ name: expect.stringMatching(/^projects\/demo\/messages\//) });

    const [message] = await stage.messages(NUMBER);
    expect(message).toMatchObject({
      channel: 'push',
      provider: 'fcm',
      messageId: 'm-1',
      text: 'Shipped\nOrder A-1 is on its way.',
    });

    const report = await stage.gateway.next((posted) => posted.body.includes('"m-1"'));
    expect(report.path).toBe('/v1/signals');
    expect(JSON.parse(report.body)).toEqual({
      message: 'm-1',
      signal: 'delivered',
      at: message?.receivedAt,
      token: 'token-of-m-1',
    });
  });

  it('is reported as opened once, however often a person opens it', async () => {
    await stage.sendPush(push('m-2'));
    const message = (await stage.messages(NUMBER)).find((one) => one.messageId === 'm-2');
    const path = `/phones/${NUMBER}/messages/${message?.id}`;
    const opened = await stage.post(`${path}/open`);
    expect(await opened.json()).toHaveProperty('openedAt');
    await stage.post(`${path}/read`);
    const reports = stage.gateway.posts.filter((posted) => posted.body.includes('"opened"'));
    expect(reports.map((posted) => JSON.parse(posted.body))).toEqual([
      { message: 'm-2', signal: 'opened', at: expect.any(String), token: 'token-of-m-2' },
    ]);
  });

  it('takes the place of an earlier one with its collapse key', async () => {
    const android = { collapse_key: 'm-3' };
    await stage.sendPush(push('m-3', { android }));
    await stage.sendPush(push('m-3', { android }));
    const shown = (await stage.messages(NUMBER)).filter((one) => one.messageId === 'm-3');
    expect(shown).toHaveLength(1);
  });
});

describe('a push that is not taken', () => {
  it.each([
    ['a dead token', { token: 'sim-dead-1' }, 404, 'UNREGISTERED'],
    ['a token that never was one', { token: 'nonsense' }, 400, 'INVALID_ARGUMENT'],
  ])('names %s', async (_name, more, status, code) => {
    const answer = await stage.sendPush(push('m-4', more));
    expect(answer.status).toBe(status);
    expect(await errorCode(answer)).toBe(code);
  });

  it('blames the payload, not the token, for data that is no text', async () => {
    const answer = await stage.sendPush({ ...push('m-5'), data: { hermod_message: 5 } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { details: [{ fieldViolations: [{ field: 'message.data.hermod_message' }] }] },
    });
  });

  it('is refused without a bearer token, as JSON that is none, and over 4096 bytes', async () => {
    expect((await stage.post('/v1/projects/demo/messages:send', { message: push('m-6') })).status).toBe(401);
    const huge = push('m-6', { notification: { title: 'x'.repeat(5_000) } });
    expect((await stage.sendPush(huge)).status).toBe(400);
    const broken = await fetch(`${stage.simulator.url}/v1/projects/demo/messages:send`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: '{',
    });
    expect(broken.status).toBe(400);
  });

  it.each([
    ['refuse', 400],
    ['throttle', 429],
    ['error', 503],
  ])('answers the fault %s and never reaches the phone', async (fault, status) => {
    await stage.faults('fcm', { rates: { [fault]: 1 } });
    const answer = await stage.sendPush(push(`fault-${fault}`));
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
    expect((await stage.messages(NUMBER)).map((one) => one.messageId)).not.toContain(`fault-${fault}`);
    expect((await stage.ledgerFile()).at(-1)).toMatchObject({ acceptedAt: null, providerId: null });
  });
});

describe('a push that gets lost behind FCM', () => {
  it('is accepted, but neither shown nor reported', async () => {
    await stage.faults('fcm', { rates: { undelivered: 1 } });
    expect((await stage.sendPush(push('lost'))).status).toBe(200);
    await stage.faults('fcm', {});
    await stage.sendPush(push('after-lost'));
    await stage.gateway.next((posted) => posted.body.includes('after-lost'));
    expect(stage.gateway.posts.filter((posted) => posted.body.includes('"lost"'))).toEqual([]);
    expect((await stage.messages(NUMBER)).map((one) => one.messageId)).not.toContain('lost');
  });
});

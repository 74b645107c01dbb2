import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, AUTH_TOKEN, openStage, type Stage } from './stage.ts';
import type { Posted } from './webhook-sink.ts';

const NUMBER = '+46700000002';
const SENDER = '+15005550001';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.faults('twilio', {});
  stage.gateway.clear();
});

function sms(name: string, more: Record<string, string> = {}) {
  const StatusCallback = `${stage.gateway.url}/webhooks/twilio?message=${name}&sig=a%2Bb`;
  return { To: NUMBER, From: SENDER, Body: `Text ${name}`, StatusCallback, ...more };
}

/** Worked out apart from the simulator's own code. */
function isSigned(posted: Posted, authToken: string): boolean {
  const params = [...new URLSearchParams(posted.body)].sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = `${stage.gateway.url}${posted.path}${params.map(([name, value]) => name + value).join('')}`;
  return (
    createHmac('sha1', authToken).update(signed).digest('base64') === posted.headers['x-twilio-signature']
  );
}

function statusOf(posted: Posted): string | null {
  return new URLSearchParams(posted.body).get('MessageStatus');
}

describe('a text that is taken', () => {
  it('is queued, shows on the phone, and is reported as sent and delivered with a signature', async () => {
    const answer = await stage.sendSms(sms('one'));
    expect(answer.status).toBe(201);
    const resource = (await answer.json()) as Record<string, unknown>;
    expect(resource).toMatchObject({
      account_sid: ACCOUNT_SID,
      body: 'Text one',
      direction: 'outbound-api',
      num_segments: '1',
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: 'queued',
      to: NUMBER,
    });
    expect(await stage.messages(NUMBER)).toEqual([
      expect.objectContaining({
        channel: 'sms',
        provider: 'twilio',
        messageId: 'one',
        text: 'Text one',
        from: SENDER,
      }),
    ]);

    await stage.gateway.next((posted) => statusOf(posted) === 'delivered');
    expect(stage.gateway.posts.map(statusOf)).toEqual(['sent', 'delivered']);
    expect(stage.gateway.posts.every((posted) => isSigned(posted, AUTH_TOKEN))).toBe(true);
    const params = Object.fromEntries(new URLSearchParams(stage.gateway.posts[1]?.body));
    expect(params).toMatchObject({
      MessageSid: resource['sid'],
      From: SENDER,
      To: NUMBER,
      AccountSid: ACCOUNT_SID,
    });
  });

  it('is reported as undelivered with an error code when the handset is out of reach', async () => {
    await stage.faults('twilio', { rates: { undelivered: 1 } });
    await stage.sendSms(sms('unreachable'));
    const report = await stage.gateway.next((posted) => statusOf(posted) === 'undelivered');
    expect(new URLSearchParams(report.body).get('ErrorCode')).toBe('30003');
    expect((await stage.messages(NUMBER)).map((one) => one.messageId)).not.toContain('unreachable');
  });

  it('has its report repeated until the receiver takes it', async () => {
    stage.gateway.answerNext(204, 503, 500);
    await stage.sendSms(sms('repeated'));
    await stage.gateway.next(() => stage.gateway.posts.length === 4);
    expect(stage.gateway.posts.map(statusOf)).toEqual(['sent', 'delivered', 'delivered', 'delivered']);
  });

  it('has its last report doubled by duplicateReceipt', async () => {
    await stage.faults('twilio', { rates: { duplicateReceipt: 1 } });
    await stage.sendSms(sms('doubled'));
    await stage.gateway.next(() => stage.gateway.posts.length === 3);
    expect(stage.gateway.posts.map(statusOf)).toEqual(['sent', 'delivered', 'delivered']);
  });
});

describe('a text that is not taken', () => {
  it('needs credentials', async () => {
    const answer = await stage.post(`/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 20003, status: 401 });
  });

  it('names a number that is none', async () => {
    const answer = await stage.sendSms(sms('bad', { To: '12' }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      code: 21211,
      message: expect.stringContaining('12'),
      more_info: 'https://www.twilio.com/docs/errors/21211',
      status: 400,
    });
  });

  it.each([
    ['throttle', 429, 20429],
    ['error', 500, 20500],
  ])('answers the fault %s in the words of Twilio', async (fault, status, code) => {
    await stage.faults('twilio', { rates: { [fault]: 1 } });
    const answer = await stage.sendSms(sms('unlucky'));
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, status });
    expect((await stage.ledgerFile()).at(-1)).toMatchObject({ acceptedAt: null });
  });
});

describe('a person who answers', () => {
  it('is heard at the webhook, signed, from the phone to the last sender', async () => {
    await stage.sendSms(sms('question'));
    const answer = await stage.post(`/phones/${NUMBER}/replies`, { text: 'Thanks!' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ text: 'Thanks!', isTaken: true });
    const inbound = await stage.gateway.next((posted) => posted.path === '/webhooks/twilio');
    expect(isSigned(inbound, AUTH_TOKEN)).toBe(true);
    expect(Object.fromEntries(new URLSearchParams(inbound.body))).toMatchObject({
      Body: 'Thanks!',
      From: NUMBER,
      MessageSid: expect.stringMatching(/^SM/),
      NumMedia: '0',
      To: SENDER,
    });
  });

  it('can write first, signed with the configured token', async () => {
    await stage.post('/phones/+46700000099/replies', { text: 'STOP' });
    const inbound = await stage.gateway.next((posted) => posted.body.includes('46700000099'));
    expect(isSigned(inbound, 'sim-auth-token')).toBe(true);
  });

  it('is heard and no more where the account minds keywords itself', async () => {
    await stage.sendSms(sms('unminded'));
    await stage.post(`/phones/${NUMBER}/replies`, { text: 'STOP' });
    const inbound = await stage.gateway.next((posted) => posted.body.includes('Body=STOP'));
    expect(inbound.body).not.toContain('OptOutType');
    expect((await stage.sendSms(sms('after all'))).status).toBe(201);
  });

  it('gets nothing more from a sender after STOP, until START', async () => {
    await stage.keywords(NUMBER, 'advanced');
    await stage.sendSms(sms('before'));
    await stage.post(`/phones/${NUMBER}/replies`, { text: ' stop ' });
    await stage.gateway.next((posted) => posted.body.includes('OptOutType=STOP'));
    const shown = await stage.messages(NUMBER);
    expect(shown.at(-1)?.text).toMatch(/unsubscribed/);
    const refused = await stage.sendSms(sms('after'));
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ code: 21610 });
    expect((await stage.ledgerFile()).at(-1)).toMatchObject({ outcome: 'refused', acceptedAt: null });
    expect((await stage.sendSms(sms('other', { To: '+46700000003' }))).status).toBe(201);

    await stage.post(`/phones/${NUMBER}/replies`, { text: 'START' });
    expect((await stage.sendSms(sms('again'))).status).toBe(201);
  });
});

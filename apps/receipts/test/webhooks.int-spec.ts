import type { RunningService } from '@hermod/service-host';
import { openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  call,
  claimsOf,
  query,
  RECEIPT_TOPICS,
  send,
  startReceipts,
  statusCallback,
  type TwilioRequest,
} from './receipts-on-stage.ts';

let stage: Stage;
let receipts: RunningService;
let other: RunningService;
let tap: TopicTap;

beforeAll(async () => {
  stage = await openStage();
  [receipts, other] = await Promise.all([startReceipts(stage), startReceipts(stage)]);
  tap = await tapTopic(stage, ...RECEIPT_TOPICS);
});
afterAll(async () => {
  await Promise.all([tap.stop(), receipts.close(), other.close()]);
  await stage.close();
});

const about = (messageId: string) =>
  tap.records.filter((record) => record.key !== undefined && record.text.includes(messageId));

describe("a provider's status callback", () => {
  it('becomes a fact in the lane of its message, keyed by the recipient, in the trace of the attempt', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    const claims = claimsOf('ada', { lane: 'urgent', traceparent });
    const request = statusCallback(claims, 'delivered');
    const answer = await send(receipts, request);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/xml');
    expect(await answer.text()).toContain('<Response/>');
    const [record] = await tap.until(1, ({ text }) => text.includes(claims.messageId));
    expect(record).toMatchObject({
      topic: 'hermod.receipt-recorded.urgent',
      key: 'ada',
      headers: { ce_subject: 'ada', ce_source: 'hermod/receipts', kind: 'delivered' },
      value: {
        messageId: claims.messageId,
        attemptId: claims.attemptId,
        runId: claims.runId,
        recipient: 'ada',
        channel: 'sms',
        kind: 'delivered',
        provider: 'twilio',
        providerMessageId: request.form['MessageSid'],
      },
    });
    expect(record?.headers['traceparent']).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('is a receipt of its message from then on, with the reason of a failure', async () => {
    const claims = claimsOf('ada');
    await send(receipts, statusCallback(claims, 'undelivered', { ErrorCode: '30005' }));
    await send(receipts, statusCallback(claims, 'sent'));
    const answer = await call(receipts, `/v1/messages/${claims.messageId}/receipts`, {
      scopes: ['read'],
    });
    expect(await answer.json()).toEqual({
      receipts: [
        {
          kind: 'undelivered',
          provider: 'twilio',
          reason: '30005 undelivered',
          at: expect.any(String),
          recordedAt: expect.any(String),
        },
      ],
    });
  });

  it('counts once, however often, at once and at whichever instance it arrives', async () => {
    const claims = claimsOf('bo');
    const request = statusCallback(claims, 'delivered');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(n % 2 === 0 ? receipts : other, request)),
    );
    answers.push(await send(other, request), await send(receipts, request));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const after = claimsOf('bo');
    await send(receipts, statusCallback(after, 'delivered'));
    await tap.until(1, ({ text }) => text.includes(after.messageId));
    expect(about(claims.messageId)).toHaveLength(1);
  });

  it('arrives among hundreds at two instances and none is lost', async () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      claimsOf(`crowd-${n % 7}`, { lane: n % 2 === 0 ? 'plain' : 'urgent' }),
    );
    const answers = await Promise.all(
      many.map((claims, n) => send(n % 3 === 0 ? receipts : other, statusCallback(claims, 'delivered'))),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const ids = new Set(many.map(({ messageId }) => messageId));
    const records = await tap.until(300, ({ value }) => ids.has((value as { messageId: string }).messageId));
    expect(new Set(records.map(({ headers }) => headers['ce_id'])).size).toBe(300);
    const lanes = records.map(({ topic }) => topic.endsWith('.urgent'));
    expect(lanes.filter(Boolean)).toHaveLength(150);
  });
});

describe('a webhook that is not the provider’s', () => {
  const spoiled = (request: TwilioRequest, at: number, letter: string): TwilioRequest[] => {
    const { path, form, signature = '' } = request;
    const names = Object.keys(form);
    const name = names[at % names.length] ?? 'To';
    const { [name]: value = '', ...rest } = form;
    const spot = at % signature.length;
    const flipped = `${signature.slice(0, spot)}${signature[spot] === letter ? '_' : letter}${signature.slice(spot + 1)}`;
    return [
      { ...request, signature: undefined },
      { ...request, signature: flipped },
      { ...request, signature: signature.slice(0, -1) },
      { ...request, form: rest },
      { ...request, form: { ...form, [name]: value + letter } },
      { ...request, form: { ...form, [`Extra${letter}`]: value } },
      { ...request, path: `${path}${letter}` },
      { ...request, path: `${path}&${letter}=1` },
      { ...request, path: path.replace('?', `?${letter}=1&`) },
      { ...request, path: path.replace(/\?.*/, '') },
    ];
  };

  it('changes nothing, whatever was altered after it was signed', async () => {
    const claims = claimsOf('eve');
    const genuine = statusCallback(claims, 'delivered');
    const forgery = fc
      .tuple(fc.nat(1_000), fc.constantFrom(...'abcxyzABCXYZ0189'), fc.nat(9))
      .map(([at, letter, which]) => spoiled(genuine, at, letter)[which] ?? genuine);
    await fc.assert(
      fc.asyncProperty(forgery, async (request) => {
        const answer = await send(receipts, request);
        expect(answer.status).toBe(401);
        expect(await answer.json()).toMatchObject({
          status: 401,
          code: expect.stringMatching(/^WEBHOOK_/),
          field: expect.any(String),
          fix: expect.any(String),
        });
      }),
      { numRuns: 400 },
    );
    expect(await query(stage, 'SELECT id FROM receipt WHERE message_id = $1', [claims.messageId])).toEqual(
      [],
    );
    const after = claimsOf('eve');
    await send(receipts, statusCallback(after, 'delivered'));
    await tap.until(1, ({ text }) => text.includes(after.messageId));
    expect(about(claims.messageId)).toEqual([]);
  });

  it.each([
    ['of a provider that has none', '/webhooks/fcm', 404, 'PROVIDER_NOT_FOUND', 'provider'],
    ['of nobody we know', '/webhooks/__proto__', 404, 'PROVIDER_NOT_FOUND', 'provider'],
    ['without a signature', '/webhooks/twilio', 401, 'WEBHOOK_UNSIGNED', 'x-twilio-signature'],
  ])('%s is a problem with field and fix', async (_, path, status, code, field) => {
    const answer = await send(receipts, { path, form: { MessageSid: 'SM1' }, signature: undefined });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, field, fix: expect.any(String) });
  });

  it('is a problem and no failure when its body can not even be read', async () => {
    for (const [type, body] of [
      ['application/json', '{'],
      ['text/plain', 'hello'],
      ['application/xml', '<a/>'],
      ['application/x-www-form-urlencoded', '%%%=%'],
    ] as const) {
      const answer = await call(receipts, '/webhooks/twilio', {
        method: 'POST',
        headers: { 'content-type': type, 'x-twilio-signature': 'x' },
        body,
      });
      expect([400, 401, 415]).toContain(answer.status);
      expect(await answer.json()).toMatchObject({ code: expect.any(String), fix: expect.any(String) });
    }
  });

  it('is answered 401 when it does not come through the gateway', async () => {
    const answer = await fetch(`${receipts.url}/reports`, { method: 'POST' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'PRINCIPAL_INVALID' });
  });
});

import { randomUUID } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { deriveId } from '@hermod/contracts';
import type { RunningService } from '@hermod/service-host';
import { openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  call,
  claimsOf,
  openDelivery,
  query,
  RECEIPT_TOPICS,
  signal,
  startReceipts,
  tokenOf,
} from './receipts-on-stage.ts';

let stage: Stage;
let receipts: RunningService;
let other: RunningService;
let tap: TopicTap;
let delivery: Awaited<ReturnType<typeof openDelivery>>;
const known = new Map<string, { status: number; body: unknown }>();

beforeAll(async () => {
  [stage, delivery] = await Promise.all([openStage(), openDelivery(known)]);
  [receipts, other] = await Promise.all([
    startReceipts(stage, delivery.url),
    startReceipts(stage, delivery.url),
  ]);
  tap = await tapTopic(stage, ...RECEIPT_TOPICS);
});
afterAll(async () => {
  await Promise.all([tap.stop(), receipts.close(), other.close()]);
  delivery.close();
  await stage.close();
});

const of = (messageId: string) => (record: { text: string }) => record.text.includes(messageId);

describe('a signal with the token of its message', () => {
  it('needs no key, and is a fact in the lane of the message when it is answered', async () => {
    const claims = claimsOf('ada', { lane: 'urgent', channel: 'push' });
    const at = '2026-11-22T10:00:00+01:00';
    const body = {
      message: claims.messageId.toUpperCase(),
      signal: 'opened',
      at,
      token: tokenOf(claims),
      app: 7,
    };
    const answer = await signal(receipts, body);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ recorded: true });
    const [record] = await tap.until(1, of(claims.messageId));
    expect(record).toMatchObject({
      topic: 'hermod.receipt-recorded.urgent',
      key: 'ada',
      headers: { kind: 'opened' },
      value: {
        messageId: claims.messageId,
        attemptId: claims.attemptId,
        runId: claims.runId,
        recipient: 'ada',
        channel: 'push',
        kind: 'opened',
        at: '2026-11-22T09:00:00.000Z',
      },
    });
  });

  it('counts once at two instances, and each kind of it once', async () => {
    const claims = claimsOf('ada', { channel: 'push' });
    const token = tokenOf(claims);
    const answers = await Promise.all(
      [receipts, other, receipts, other].flatMap((service) =>
        ['opened', 'clicked'].map((kind) =>
          signal(service, { message: claims.messageId, signal: kind, token }),
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const after = claimsOf('ada');
    await signal(receipts, { message: after.messageId, signal: 'opened', token: tokenOf(after) });
    await tap.until(1, of(after.messageId));
    expect(
      tap.records
        .filter(of(claims.messageId))
        .map(({ headers }) => headers['kind'])
        .toSorted(),
    ).toEqual(['clicked', 'opened']);
    const shown = await call(other, `/v1/messages/${claims.messageId}/receipts`, { scopes: ['*'] });
    expect(((await shown.json()) as { receipts: unknown[] }).receipts).toHaveLength(2);
  });

  it('links to the trace of the attempt instead of going on with it when it comes late', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    const claims = claimsOf('ada', { traceparent });
    const at = new Date(Date.now() - 120_000).toISOString();
    await signal(receipts, { message: claims.messageId, signal: 'opened', at, token: tokenOf(claims) });
    const [record] = await tap.until(1, of(claims.messageId));
    expect(record?.headers['traceparent']).toMatch(/^00-(?!0af76519)[0-9a-f]{32}-/);
  });

  it('is refused with a token that is broken, of another message, or empty', async () => {
    const claims = claimsOf('ada');
    const tokens = [
      `${tokenOf(claims)}x`,
      tokenOf(claimsOf('ada')),
      '',
      'x'.repeat(5_000),
      tokenOf(claims).slice(1),
    ];
    for (const token of tokens) {
      const answer = await signal(receipts, { message: claims.messageId, signal: 'opened', token }, ['*']);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({
        code: 'SIGNAL_TOKEN_INVALID',
        field: 'token',
        fix: expect.any(String),
      });
    }
    expect(await query(stage, 'SELECT id FROM receipt WHERE message_id = $1', [claims.messageId])).toEqual(
      [],
    );
  });

  it('that repeats what a dead process left unsent is answered when that has been sent', async () => {
    const claims = claimsOf('ada');
    const { messageId, attemptId } = claims;
    const id = deriveId('receipt', attemptId, 'opened');
    const payload = zstdCompressSync(
      JSON.stringify([
        { topic: RECEIPT_TOPICS[0], partition: 0, key: 'ada', value: `left ${messageId}`, headers: {} },
      ]),
    );
    await query(
      stage,
      `WITH left_behind AS (
         INSERT INTO outbox (id, payload, created_at) VALUES ($1, $2, clock_timestamp()))
       INSERT INTO receipt (message_id, id, attempt_id, kind, at, recorded_at)
       VALUES ($3, $4, $5, 'opened', now(), now())`,
      [randomUUID(), payload, messageId, id, attemptId],
    );
    const answer = await signal(receipts, { message: messageId, signal: 'opened', token: tokenOf(claims) });
    expect(answer.status).toBe(202);
    expect(await query(stage, 'SELECT id FROM outbox JOIN receipt USING (id)')).toEqual([]);
    expect(await tap.until(1, of(messageId))).toHaveLength(1);
  });
});

describe('a signal without a token', () => {
  const tell = (body: object, status = 200): string => {
    const messageId = randomUUID();
    known.set(messageId, { status, body });
    return messageId;
  };
  const signals = (message: string, scopes = ['signals']) =>
    signal(receipts, { message, signal: 'opened' }, scopes);

  it('finds its recipient at delivery, and travels in the lane of its purpose', async () => {
    const runId = randomUUID();
    const plain = tell({ recipient: 'bo', runId, channel: 'email', purpose: 'marketing', more: true });
    const urgent = tell({ recipient: 'bo', runId: null, channel: 'sms', purpose: 'critical' });
    expect((await signals(plain)).status).toBe(202);
    expect((await signals(urgent)).status).toBe(202);
    expect((await signals(urgent)).status).toBe(202);
    const [first] = await tap.until(1, of(plain));
    const [second] = await tap.until(1, of(urgent));
    expect(first).toMatchObject({
      topic: 'hermod.receipt-recorded',
      key: 'bo',
      value: { runId, channel: 'email' },
    });
    expect(second).toMatchObject({ topic: 'hermod.receipt-recorded.urgent', value: { runId: null } });
    expect(first?.value).not.toHaveProperty('attemptId');
  });

  it.each([
    ['whose message nobody knows', () => randomUUID(), 404, 'MESSAGE_NOT_FOUND'],
    ['while delivery fails', () => tell({}, 500), 503, 'DELIVERY_UNAVAILABLE'],
    ['while delivery makes no sense', () => tell({ recipient: 7 }), 503, 'DELIVERY_UNAVAILABLE'],
  ])('%s is a problem', async (_, message, status, code) => {
    const answer = await signals(message());
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code, field: 'message', fix: expect.any(String) });
  });

  it('needs the scope', async () => {
    const answer = await signals(tell({}), ['events']);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      code: 'SCOPE_MISSING',
      field: 'token',
      fix: expect.any(String),
    });
  });
});

describe('a signal that makes no sense', () => {
  const claims = claimsOf('ada');
  const good = { message: claims.messageId, signal: 'opened', token: tokenOf(claims) };
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();

  it.each([
    ['no message', { ...good, message: undefined }, 'message'],
    ['a message that is no id', { ...good, message: "' OR 1=1" }, 'message'],
    ['a signal that nobody knows', { ...good, signal: 'seen' }, 'signal'],
    ['a time that is none', { ...good, at: 'yesterday' }, 'at'],
    ['a time without offset', { ...good, at: '2026-11-22T10:00:00' }, 'at'],
    ['a time in the future', { ...good, at: inAnHour }, 'at'],
    ['a time before everything', { ...good, at: '0000-01-01T00:00:00Z' }, 'at'],
    ['a token that is no text', { ...good, token: 7 }, 'token'],
    ['a body that is no object', [good], 'body'],
    ['a body that is nothing', 'null', 'body'],
    ['a body that is no JSON', '{', 'body'],
  ])('%s: a problem that names field and fix', async (_, body, field) => {
    const answer = await signal(receipts, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ field, fix: expect.any(String) });
  });
});

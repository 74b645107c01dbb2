/** RCS for Business as it is played, against what Hermod itself sends and reads: the two were written from the same reference. */
import { createHmac, randomUUID } from 'node:crypto';
import {
  createProviders,
  createReceiptReaders,
  type HandOver,
  type HandOverResult,
  type PromptReceiptReader,
  type Provider,
  signAnswer,
  signCallback,
  simulatorProviders,
} from '@hermod/providers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';
import type { Posted } from './webhook-sink.ts';

const NUMBER = '+46700000061';
const SECRET = 'the key of our tokens';
const MESSAGE = randomUUID();
const soon = () => AbortSignal.timeout(10_000);

let stage: Stage;
let rbm: Provider;
let reader: PromptReceiptReader;

beforeAll(async () => {
  stage = await openStage();
  const configs = simulatorProviders(stage.simulator.url).filter(({ type }) => type === 'rbm');
  rbm = createProviders(configs)[0]!;
  reader = createReceiptReaders(configs, { callbackSecret: SECRET }).get('rbm') as PromptReceiptReader;
});
afterAll(async () => {
  await rbm.close();
  await stage.close();
});
beforeEach(async () => {
  await stage.faults('rbm', {});
  stage.gateway.clear();
});

const claims = (attemptId: string) =>
  ({ recipient: 'ada', messageId: MESSAGE, attemptId, runId: null, lane: 'plain', channel: 'rcs' }) as const;

function message(content: object, more: Partial<HandOver> = {}): HandOver {
  const attemptId = randomUUID();
  const token = signCallback(claims(attemptId), SECRET);
  return {
    attemptId,
    messageId: MESSAGE,
    channel: 'rcs',
    purpose: 'transactional',
    to: NUMBER,
    content: { channel: 'rcs', ...content },
    callback: { url: `${stage.gateway.url}/webhooks/rbm?t=${token}`, token },
    publicUrl: stage.gateway.url,
    ttlMs: 60_000,
    ...more,
  };
}

const send = (handOver: HandOver): Promise<HandOverResult> => rbm.handOver(handOver, soon());
const capabilities = (number: string, body: object) =>
  fetch(`${stage.simulator.url}/phones/${number}/capabilities`, {
    method: 'PUT',
    body: JSON.stringify(body),
  });
const isOf = (eventType: string) => (posted: Posted) =>
  posted.path === '/webhooks/rbm' && eventOf(posted)['eventType'] === eventType;
const isTap = (posted: Posted) => posted.path === '/webhooks/rbm' && 'suggestionResponse' in eventOf(posted);

function eventOf({ body }: Posted): Record<string, unknown> {
  const { message: wrapped } = JSON.parse(body) as { message: { data: string } };
  return JSON.parse(Buffer.from(wrapped.data, 'base64').toString('utf8')) as Record<string, unknown>;
}

function read({ body, headers }: Posted) {
  const reading = reader.read({
    method: 'POST',
    url: `${stage.gateway.url}/webhooks/rbm`,
    headers,
    rawBody: Buffer.from(body),
  });
  if (!reading.ok) throw new Error(reading.message);
  return reading;
}

async function shown(attemptId: string) {
  const found = (await stage.messages(NUMBER)).find(({ messageId }) => messageId === attemptId);
  if (found === undefined) throw new Error('the phone does not show it');
  return found;
}

describe('an RCS message', () => {
  it('shows its brand, its cards and its chips, and is reported as delivered and read', async () => {
    const url = 'https://air.example/pass.png';
    const handOver = message({
      carousel: [
        { title: 'Out', description: 'SK7', media: { url, height: 'short' } },
        { title: 'Back', suggestions: [{ text: 'Call', dial: '+46700000001' }] },
      ],
      suggestions: [{ text: 'Thanks' }],
    });
    expect(await send(handOver)).toEqual({
      outcome: 'accepted',
      providerMessageId: handOver.attemptId,
      sender: 'hermod_demo_agent',
    });
    const phone = await shown(handOver.attemptId);
    expect(phone).toMatchObject({
      channel: 'rcs',
      provider: 'rbm',
      from: 'Hermod Demo',
      brand: { name: 'Hermod Demo' },
      text: 'Out\nSK7\nBack',
      cards: [
        { title: 'Out', description: 'SK7', media: { url, height: 'short' } },
        { title: 'Back', suggestions: [{ text: 'Call', does: 'dial', to: '+46700000001' }] },
      ],
      suggestions: [{ text: 'Thanks', does: 'reply' }],
    });
    const delivered = await stage.gateway.next(isOf('DELIVERED'));
    expect(read(delivered).receipts).toMatchObject([{ kind: 'delivered', reference: handOver.attemptId }]);
    await stage.post(`/phones/${NUMBER}/messages/${phone.id}/read`);
    const opened = await stage.gateway.next(isOf('READ'));
    expect(read(opened).receipts).toMatchObject([{ kind: 'read', reference: handOver.attemptId }]);
  });

  it('is signed as Google signs, worked out apart from both', async () => {
    await send(message({ text: 'x' }));
    const { body, headers } = await stage.gateway.next(isOf('DELIVERED'));
    const { message: wrapped } = JSON.parse(body) as { message: { data: string } };
    const expected = createHmac('sha512', 'sim-client-token')
      .update(Buffer.from(wrapped.data, 'base64'))
      .digest('base64');
    expect(headers['x-goog-signature']).toBe(expected);
  });

  it('is one message however often it is handed over', async () => {
    const handOver = message({ text: 'once' });
    await stage.faults('rbm', { rates: { errorAfterAccept: 1 } });
    expect(await send(handOver)).toMatchObject({ outcome: 'unknown', code: 'PROVIDER_FAILED' });
    await stage.faults('rbm', {});
    expect(await send(handOver)).toMatchObject({ outcome: 'accepted' });
    const messages = await stage.messages(NUMBER);
    expect(messages.filter(({ messageId }) => messageId === handOver.attemptId)).toHaveLength(1);
    expect((await stage.ledgerFile()).at(-1)).toMatchObject({ protocol: 'rbm', outcome: 'repeated' });
  });

  it('is told as undelivered when its time ran out', async () => {
    await stage.faults('rbm', { rates: { undelivered: 1 } });
    const handOver = message({ text: 'lost' });
    await send(handOver);
    const expired = await stage.gateway.next(isOf('TTL_EXPIRATION_REVOKED'));
    expect(read(expired).receipts).toMatchObject([
      { kind: 'undelivered', reference: handOver.attemptId, reason: 'TTL_EXPIRATION_REVOKED' },
    ]);
  });

  it.each([
    ['throttle', { outcome: 'retry', code: 'PROVIDER_THROTTLED', retryAfterMs: 1000 }],
    ['error', { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE' }],
    ['refuse', { outcome: 'refused', code: 'PROVIDER_REFUSED' }],
    ['resetAfterAccept', { outcome: 'unknown', code: 'PROVIDER_CONNECTION_LOST' }],
  ])('ends as the fault %s says', async (fault, expected) => {
    await stage.faults('rbm', { rates: { [fault]: 1 } });
    expect(await send(message({ text: 'x' }))).toMatchObject(expected);
  });
});

describe('a phone', () => {
  it('without RCS is not written to, and its number isn’t blamed', async () => {
    const to = '+46700000062';
    await capabilities(to, { rcs: false });
    const before = (await stage.ledgerFile()).length;
    const result = await send(message({ text: 'x' }, { to }));
    expect(result).toEqual({
      outcome: 'refused',
      code: 'PROVIDER_CHANNEL_UNSUPPORTED',
      reason: 'no RCS: NOT_FOUND The specified phone number … cannot be reached by RBM at this time.',
    });
    expect((await stage.ledgerFile()).length).toBe(before);
  });

  it('that can’t show something is told apart from one that can', async () => {
    const to = '+46700000063';
    await capabilities(to, { features: ['RICHCARD_STANDALONE'] });
    expect(await send(message({ carousel: [{ title: 'A' }, { title: 'B' }] }, { to }))).toEqual({
      outcome: 'refused',
      code: 'PROVIDER_CHANNEL_UNSUPPORTED',
      reason: 'the phone does not support RICHCARD_CAROUSEL',
    });
    expect(await send(message({ card: { title: 'A' } }, { to }))).toMatchObject({ outcome: 'accepted' });
  });

  it('that is off gets the message later, unless it was taken back', async () => {
    const to = '+46700000064';
    await capabilities(to, { online: false });
    const [kept, gone] = [message({ text: 'kept' }, { to }), message({ text: 'gone' }, { to })];
    await send(kept);
    await send(gone);
    expect(await stage.messages(to)).toEqual([]);
    expect(await rbm.takeBack!(gone, soon())).toBe('taken-back');
    expect(await rbm.takeBack!(gone, soon())).toBe('too-late');
    await capabilities(to, {});
    expect((await stage.messages(to)).map(({ text }) => text)).toEqual(['kept']);
    expect(await rbm.takeBack!(kept, soon())).toBe('too-late');
  });

  it('shows the brand that the agent was registered with', async () => {
    await fetch(`${stage.simulator.url}/rbm/agents/air_agent`, {
      method: 'PUT',
      body: JSON.stringify({ name: 'Example Air', logo: 'https://air.example/logo.png' }),
    });
    const handOver = message({ text: 'x' }, { sender: 'air_agent' });
    expect(await send(handOver)).toMatchObject({ sender: 'air_agent' });
    expect(await shown(handOver.attemptId)).toMatchObject({
      brand: { name: 'Example Air', logo: 'https://air.example/logo.png' },
    });
  });
});

describe('a person', () => {
  it('who taps a chip gives the answer that it stands for', async () => {
    const postback = signAnswer({ ...claims(randomUUID()), reply: 'yes' }, SECRET);
    const handOver = message({ text: 'Coming?', suggestions: [{ text: 'Yes', postback }] });
    await send(handOver);
    const { id } = await shown(handOver.attemptId);
    await stage.post(`/phones/${NUMBER}/messages/${id}/tap`, { suggestion: 0 });
    const tapped = await stage.gateway.next(isTap);
    expect(read(tapped).inbound).toMatchObject([
      {
        channel: 'rcs',
        from: NUMBER,
        to: 'hermod_demo_agent',
        text: 'Yes',
        answer: { messageId: MESSAGE, reply: 'yes' },
      },
    ]);
  });

  it('who taps a link opens it, and that is a click', async () => {
    const handOver = message({
      card: { title: 'Order', suggestions: [{ text: 'Track', url: `${stage.gateway.url}/l/x` }] },
    });
    await send(handOver);
    const { id } = await shown(handOver.attemptId);
    await stage.post(`/phones/${NUMBER}/messages/${id}/tap`, { suggestion: 0 });
    const tapped = await stage.gateway.next(isTap);
    expect(read(tapped)).toMatchObject({
      receipts: [{ kind: 'clicked', claims: claims(handOver.attemptId) }],
      inbound: [],
    });
    expect(stage.gateway.posts.map(({ path }) => path)).toContain('/l/x');
  });

  it('who writes is heard, and who unsubscribes by the menu as well', async () => {
    await send(message({ text: 'Hello' }));
    await stage.post(`/phones/${NUMBER}/replies`, { text: 'Thanks!' });
    const written = await stage.gateway.next(
      (posted) => posted.path === '/webhooks/rbm' && 'text' in eventOf(posted),
    );
    expect(read(written).inbound).toMatchObject([{ text: 'Thanks!', to: 'hermod_demo_agent' }]);
    await fetch(`${stage.simulator.url}/phones/${NUMBER}/agents/hermod_demo_agent`, {
      method: 'PUT',
      body: JSON.stringify({ subscribed: false }),
    });
    const left = await stage.gateway.next(isOf('UNSUBSCRIBE'));
    expect(read(left).inbound).toMatchObject([{ meaning: 'opt-out', from: NUMBER }]);
  });
});

it('takes no call without a token or an agent, with an id that is no UUID, or with a message that is none', async () => {
  const call = (
    query: string,
    body: object,
    headers: Record<string, string> = { authorization: 'Bearer x' },
  ) => stage.post(`/v1/phones/${NUMBER}/agentMessages?${query}`, body, headers);
  const body = { contentMessage: { text: 'x' } };
  const id = randomUUID();
  expect((await call(`messageId=${id}&agentId=a`, body, {})).status).toBe(401);
  expect((await call(`messageId=${id}`, body)).status).toBe(400);
  expect((await call('messageId=1&agentId=a', body)).status).toBe(400);
  const refused = await call(`messageId=${id}&agentId=a`, { contentMessage: {} });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } });
});

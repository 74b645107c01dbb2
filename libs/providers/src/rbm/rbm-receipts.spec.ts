import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signAnswer } from '../answer-token.ts';
import { type CallbackClaims, signCallback } from '../callback-token.ts';
import { RbmConfig } from './rbm-config.ts';
import { openRbmReceiptReader } from './rbm-receipts.ts';

const SECRET = 'the key of our tokens';
const CLIENT_TOKEN = 'SJENCPGJESMGUFPY';
const NOW = '2026-11-22T09:00:00.000Z';
const PERSON = '+46700000001';
const ATTEMPT = '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11';
const MESSAGE = '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22';
const RUN = '7d1f2b3c-98f4-5c39-8a1e-6f6a5e8c7d33';

const config = RbmConfig.parse({
  id: 'rbm',
  type: 'rbm',
  agentId: 'shop_agent',
  clientToken: CLIENT_TOKEN,
  auth: { type: 'none' },
});
const reader = openRbmReceiptReader(config, { callbackSecret: SECRET, now: () => new Date(NOW) });

/** Signed apart from the reader's own code. */
const sign = (data: Buffer, token = CLIENT_TOKEN) =>
  createHmac('sha512', token).update(data).digest('base64');

function post(body: unknown, headers: Record<string, string> = {}, method = 'POST') {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return reader.read({ method, url: 'https://hermod.example/webhooks/rbm', headers, rawBody });
}
function bring(event: unknown) {
  const data = Buffer.from(JSON.stringify(event));
  const message = { data: data.toString('base64'), messageId: '1', publishTime: NOW };
  return post({ message, subscription: 'x' }, { 'x-goog-signature': sign(data) });
}
const user = (more: object) => bring({ senderPhoneNumber: PERSON, agentId: 'shop_agent@rbm.goog', ...more });
const NOTHING = { ok: true, receipts: [], inbound: [], answer: { status: 200 } };

describe('the handshake', () => {
  it('is answered with its secret as plain text', () => {
    expect(post({ clientToken: CLIENT_TOKEN, secret: '1234567890' })).toEqual({
      ok: true,
      receipts: [],
      inbound: [],
      answer: { status: 200, contentType: 'text/plain; charset=utf-8', body: '1234567890' },
    });
  });

  it.each([
    ['another client token', { clientToken: 'x', secret: '1' }, 'WEBHOOK_SIGNATURE_INVALID'],
    ['a page as its secret', { clientToken: CLIENT_TOKEN, secret: '<script>' }, 'WEBHOOK_MALFORMED'],
    ['no secret', { clientToken: CLIENT_TOKEN }, 'WEBHOOK_MALFORMED'],
    ['no JSON', '<html>', 'WEBHOOK_MALFORMED'],
  ])('is refused with %s', (_, body, code) => {
    expect(post(body)).toMatchObject({ ok: false, code });
  });
});

describe('an event that is not Google’s', () => {
  const data = Buffer.from(JSON.stringify({ senderPhoneNumber: PERSON, agentId: 'a', text: 'STOP' }));
  const body = { message: { data: data.toString('base64') } };
  it.each<[string, Record<string, string>, string]>([
    ['unsigned', {}, 'WEBHOOK_UNSIGNED'],
    ['signed with another token', { 'x-goog-signature': sign(data, 'other') }, 'WEBHOOK_SIGNATURE_INVALID'],
    [
      'signed over the body',
      { 'x-goog-signature': sign(Buffer.from(JSON.stringify(body))) },
      'WEBHOOK_SIGNATURE_INVALID',
    ],
  ])('is refused: %s', (_, headers, code) => {
    expect(post(body, headers)).toMatchObject({ ok: false, code });
  });

  it('is refused by GET', () => {
    expect(post(body, { 'x-goog-signature': sign(data) }, 'GET')).toMatchObject({
      code: 'WEBHOOK_MALFORMED',
    });
  });
});

describe('what became of a message', () => {
  it.each([
    ['DELIVERED', 'delivered', {}],
    ['READ', 'read', {}],
    ['TTL_EXPIRATION_REVOKED', 'undelivered', { reason: 'TTL_EXPIRATION_REVOKED' }],
  ])('%s', (eventType, kind, more) => {
    const event = {
      messageId: ATTEMPT,
      eventId: 'e1',
      eventType,
      sendTime: '2026-11-22T08:59:00.123456789Z',
    };
    expect(user(event)).toMatchObject({
      ok: true,
      receipts: [
        { kind, reference: ATTEMPT, providerMessageId: ATTEMPT, at: '2026-11-22T08:59:00.123Z', ...more },
      ],
      inbound: [],
    });
  });

  it.each([
    ['somebody types', { eventType: 'IS_TYPING', eventId: 'e' }],
    [
      'a message that could not be revoked',
      { eventType: 'TTL_EXPIRATION_REVOKE_FAILED', messageId: ATTEMPT },
    ],
    ['an event of a later version', { eventType: 'SOMETHING_NEW', messageId: ATTEMPT }],
    ['an event without its message', { eventType: 'READ' }],
    ['nothing at all', {}],
  ])('says nothing, and is taken: %s', (_, event) => {
    expect(user(event)).toMatchObject(NOTHING);
  });

  it('is taken even when it can’t be read, for it would come again for a week', () => {
    expect(bring('no object')).toMatchObject(NOTHING);
    expect(bring({ eventType: 'READ', messageId: 7, senderPhoneNumber: [] })).toMatchObject(NOTHING);
  });
});

describe('what a person sends', () => {
  const inbound = { kind: 'text', channel: 'rcs', from: PERSON, to: 'shop_agent', at: NOW };
  const claims: CallbackClaims = {
    recipient: 'ada',
    messageId: MESSAGE,
    attemptId: ATTEMPT,
    runId: RUN,
    lane: 'plain',
    channel: 'rcs',
  };
  const callback = signCallback(claims, SECRET);

  it.each([
    ['a text', { messageId: 'm1', text: 'Hello' }, { text: 'Hello', providerMessageId: 'm1' }],
    [
      'an end by the menu',
      { eventType: 'UNSUBSCRIBE', eventId: 'e1' },
      { text: 'UNSUBSCRIBE', meaning: 'opt-out', providerMessageId: 'e1' },
    ],
    [
      'a new beginning by the menu',
      { eventType: 'SUBSCRIBE', eventId: 'e2' },
      { text: 'SUBSCRIBE', meaning: 'opt-in', providerMessageId: 'e2' },
    ],
    [
      'a place',
      { messageId: 'm2', location: { latitude: 59.3, longitude: 18.06 } },
      { text: '[location] geo:59.3,18.06', providerMessageId: 'm2' },
    ],
    [
      'a file',
      { messageId: 'm3', userFile: { payload: { mimeType: 'image/jpeg', fileUri: 'https://x' } } },
      { text: '[file] image/jpeg', providerMessageId: 'm3' },
    ],
  ])('%s', (_, event, expected) => {
    expect(user(event)).toEqual({
      ...NOTHING,
      answer: expect.anything(),
      inbound: [{ ...inbound, ...expected }],
    });
  });

  it('a chip of ours is the answer that it stands for', () => {
    const postbackData = signAnswer(
      { recipient: 'ada', messageId: MESSAGE, runId: RUN, reply: 'yes', channel: 'rcs', lane: 'urgent' },
      SECRET,
    );
    const tap = { messageId: 'm4', suggestionResponse: { postbackData, text: 'Yes!', type: 'REPLY' } };
    expect(user(tap)).toMatchObject({
      receipts: [],
      inbound: [{ ...inbound, text: 'Yes!', answer: { messageId: MESSAGE, runId: RUN, reply: 'yes' } }],
    });
    const forged = {
      ...tap,
      suggestionResponse: { ...tap.suggestionResponse, postbackData: `${postbackData}A` },
    };
    const reading = user(forged);
    expect(reading.ok && reading.inbound[0]).not.toHaveProperty('answer');
  });

  it('a chip of the template answers its message in words', () => {
    const suggestionResponse = { postbackData: callback, text: 'Maybe', type: 'REPLY' };
    expect(user({ messageId: 'm5', suggestionResponse })).toMatchObject({
      receipts: [],
      inbound: [{ text: 'Maybe', answer: { messageId: MESSAGE, runId: RUN } }],
    });
    const own = { postbackData: 'my-own', text: 'Maybe' };
    expect(user({ messageId: 'm6', suggestionResponse: own })).toMatchObject({
      inbound: [{ text: 'Maybe' }],
    });
  });

  it('an action that was tapped is a click, and no answer', () => {
    const suggestionResponse = { postbackData: callback, text: 'Open', type: 'ACTION' };
    expect(user({ messageId: 'm7', suggestionResponse })).toMatchObject({
      receipts: [{ kind: 'clicked', claims, at: NOW }],
      inbound: [],
    });
    const own = { postbackData: 'my-own', text: 'Open', type: 'ACTION' };
    expect(user({ messageId: 'm8', suggestionResponse: own })).toMatchObject(NOTHING);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  world = await openWorld({ providers: accountsAt(provider.url), instances: [{}, {}] });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

const sms = (text: string): object => ({ channel: 'sms', content: { text } });

describe('a message', () => {
  it('tells its attempts and why it was permitted, and no address', async () => {
    const fact = permitted(someone());
    await world.tell(decision(fact));
    await world.outcome(fact.messageId);
    const { status, body } = await world.call('GET', `/v1/messages/${fact.messageId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: fact.messageId,
      recipient: fact.recipient,
      runId: fact.runId,
      channel: 'sms',
      lane: 'plain',
      journey: 'order-shipped',
      step: 'tell',
      template: 'shipped-sms',
      status: 'accepted',
      permission: { why: fact.why },
      attempts: [
        { provider: 'twilio', n: 0, state: 'accepted', providerMessageId: expect.stringMatching(/^SM/) },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(numberOf(fact.recipient));
  });

  it('about an event with characters that are no text is sent and told like any other', async () => {
    const context = { event: { data: { orderId: 'O-1', note: 'a\u0000b\ud800' } }, vars: {} };
    const fact = permitted(someone(), { intent: { context } });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted' });
    expect((await world.call('GET', `/v1/messages/${fact.messageId}`)).status).toBe(200);
  });

  it.each([
    ['that is unknown', '7c9e6679-7425-40de-944b-e07fc1f90ae7', 404, 'MESSAGE_NOT_FOUND'],
    ['with an id that is none', 'x', 400, 'REQUEST_INVALID'],
  ])('%s is a problem', async (_, id, status, code) => {
    const answer = await world.call('GET', `/v1/messages/${id}`);
    expect(answer).toMatchObject({ status, body: { code, field: 'id', fix: expect.any(String) } });
  });
});

it('the providers are listed with their class and limits, and without their secrets', async () => {
  const { status, body } = await world.call('GET', '/v1/providers');
  expect(status).toBe(200);
  expect(body['providers']).toMatchObject([
    {
      id: 'twilio',
      type: 'twilio',
      class: 'at-most-once',
      channels: ['sms', 'mms'],
      windowSize: 50,
      inFlight: { plain: 0, urgent: 0 },
    },
    { id: 'fcm', class: 'repeatable', channels: ['push'] },
    { id: 'idem', class: 'idempotent' },
    { id: 'look', class: 'look-up' },
  ]);
  expect(JSON.stringify(body)).not.toMatch(/AC000|"authToken"|"auth"|"accountSid"/);
});

describe('a template', () => {
  it('has a new version with each change, and the next message of any instance uses it', async () => {
    expect(await world.call('PUT', '/v1/templates/news', sms('one'))).toMatchObject({
      status: 201,
      body: { version: 1 },
    });
    expect(await world.call('PUT', '/v1/templates/news', sms('one'))).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    const texts: unknown[] = [];
    for (const text of ['two', 'three', 'four']) {
      expect(await world.call('PUT', '/v1/templates/news', sms(text))).toMatchObject({ status: 200 });
      const facts = Array.from({ length: 4 }, () => permitted(someone(), { intent: { template: 'news' } }));
      await world.tell(...facts.map(decision));
      for (const fact of facts) {
        await world.outcome(fact.messageId);
        texts.push(provider.callsTo(numberOf(fact.recipient))[0]!.body['Body']);
      }
    }
    expect(texts).toEqual(['two', 'three', 'four'].flatMap((text) => [text, text, text, text]));
    expect(await world.call('GET', '/v1/templates/news')).toMatchObject({
      status: 200,
      body: { name: 'news', channel: 'sms', content: { text: 'four' }, version: 4 },
    });
    const { body } = await world.call('GET', '/v1/templates');
    expect(body['templates']).toContainEqual(
      expect.objectContaining({ name: 'news', channel: 'sms', version: 4 }),
    );
  });

  it('that two change at once keeps one of both, with a version of its own', async () => {
    await world.call('PUT', '/v1/templates/race', sms('start'));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => world.call('PUT', '/v1/templates/race', sms(`text ${n}`))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body['version'])).size).toBe(8);
  });

  it.each([
    ['a name that is none', '/v1/templates/no%20name', sms('x'), 400, 'name'],
    ['no channel', '/v1/templates/bad', { content: { text: 'x' } }, 422, 'channel'],
    ['an unknown channel', '/v1/templates/bad', { channel: 'fax', content: { text: 'x' } }, 422, 'channel'],
    ['no subject', '/v1/templates/bad', { channel: 'email', content: { text: 'x' } }, 422, 'content.subject'],
    ['no text', '/v1/templates/bad', { channel: 'sms', content: {} }, 422, 'content.text'],
    ['an empty text', '/v1/templates/bad', sms(' '), 422, 'content.text'],
    [
      'a field that is unknown',
      '/v1/templates/bad',
      { channel: 'sms', content: { text: 'x', colour: 'red' } },
      422,
      'content',
    ],
    ['Liquid that does not compile', '/v1/templates/bad', sms('{{ a'), 422, 'content.text'],
    ['a tag that is not offered', '/v1/templates/bad', sms('{% include "x" %}'), 422, 'content.text'],
    ['a text with NUL', '/v1/templates/bad', sms('a\u0000b'), 422, 'content.text'],
    [
      'a text with half a character',
      '/v1/templates/bad',
      '{"channel":"sms","content":{"text":"a\\ud800b"}}',
      422,
      'content.text',
    ],
    [
      'a link to a script',
      '/v1/templates/bad',
      { channel: 'push', content: { title: 'a', body: 'b', link: 'javascript:alert(1)' } },
      422,
      'content.link',
    ],
    ['a body that is no JSON', '/v1/templates/bad', '{', 400, 'body'],
    ['no object', '/v1/templates/bad', '[]', 422, undefined],
    ['null', '/v1/templates/bad', 'null', 422, undefined],
  ])('with %s is refused', async (_, path, body, status, field) => {
    const answer = await world.call('PUT', path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      code: expect.any(String),
      fix: expect.any(String),
      detail: expect.any(String),
    });
    if (field !== undefined) expect(answer.body['field']).toBe(field);
  });

  it('that nobody put is not found', async () => {
    const answer = await world.call('GET', '/v1/templates/nowhere');
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'TEMPLATE_NOT_FOUND', fix: expect.any(String) },
    });
  });
});

describe('a preview', () => {
  it('shows an SMS with its segments', async () => {
    const body = { ...sms('Hi {{ recipient.firstName }}'), data: { recipient: { firstName: 'Ada' } } };
    expect(await world.call('POST', '/v1/templates/preview', body)).toMatchObject({
      status: 200,
      body: { text: 'Hi Ada', encoding: 'GSM-7', segments: 1, parts: ['Hi Ada'] },
    });
  });

  it('shows a push', async () => {
    const body = { channel: 'push', content: { title: 'T {{ n }}', body: 'B' }, data: { n: 1 } };
    const answer = await world.call('POST', '/v1/templates/preview', body);
    expect(answer).toEqual({ status: 200, body: { title: 'T 1', body: 'B' } });
  });

  it.each([
    ['a variable that is missing', { ...sms('{{ nobody }}') }, 422, 'content.text'],
    ['data that is no object', { ...sms('x'), data: 5 }, 400, 'data'],
    ['no template', {}, 422, undefined],
  ])('with %s is refused', async (_, body, status, field) => {
    const answer = await world.call('POST', '/v1/templates/preview', body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
    if (field !== undefined) expect(answer.body['field']).toBe(field);
  });
});

it.each([
  ['PUT', '/v1/templates/x'],
  ['GET', '/v1/templates'],
  ['GET', '/v1/providers'],
])('%s %s needs a principal', async (method, path) => {
  const response = await fetch(world.services[0]!.url + path, { method });
  expect(response.status).toBe(401);
});

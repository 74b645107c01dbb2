import { ALL_OPERATIONS, type Operation } from '@hermod/api';
import { eventually, kafkaOf } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arrived,
  ended,
  enter,
  eventFor,
  fire,
  fresh,
  type Person,
  publish,
  system,
} from './support/hermod.ts';
import { answered, NOBODY, seen } from './support/answered.ts';
import { consentStories } from './support/consent-stories.ts';
import { journeyStories } from './support/journey-stories.ts';
import { preferenceStories } from './support/preference-stories.ts';
import { callByTable } from './support/table.ts';

const ORDER = 'com.shop.order.answered';

let kim: Person;
let run: string;
let message: string;
const journey = fresh('answers');

beforeAll(async () => {
  kim = await enter();
  await publish(journey, {
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: ORDER },
    steps: [
      { id: 'tell', send: [{ sms: `${journey}-sms` }], then: { sent: 'done', failed: 'done' } },
      { id: 'done', end: 'told' },
    ],
  });
  await fire(eventFor(kim, ORDER));
  await arrived(kim, 'sms');
  const story = await ended(kim);
  run = story.id;
  message = story.timeline.find((line) => line.message !== undefined)!.message!;
}, 60_000);

describe('every answer is as the table says:', () => {
  it('events, structured, in a batch and in binary mode', async () => {
    const event = eventFor(kim, 'com.shop.nothing');
    const batch = JSON.stringify([event]);
    await answered(202, 'POST', '/v1/events', event, { 'content-type': 'application/cloudevents+json' });
    await answered(202, 'POST', '/v1/events', batch, {
      'content-type': 'application/cloudevents-batch+json',
    });
    await answered(400, 'POST', '/v1/events', '{', { 'content-type': 'application/cloudevents+json' });
    await answered(413, 'POST', '/v1/events', 'x'.repeat(300_000), { 'content-type': 'application/json' });
  });

  it('recipients, from the first word to the erasure', async () => {
    const path = `/v1/recipients/${fresh('ann')}`;
    const ann = { locale: 'sv-SE', contactPoints: [{ channel: 'email', address: 'ann@example.com' }] };
    await answered(404, 'GET', path);
    await answered(201, 'PUT', path, ann);
    await answered(200, 'PUT', path, ann);
    const known = await answered(200, 'GET', path);
    const [{ id: point }] = known['contactPoints'] as [{ id: string }];
    await answered(200, 'POST', `${path}/contact-points/${point}/restore`, { reason: 'they called' });
    await answered(404, 'POST', `${path}/contact-points/${NOBODY}/restore`, { reason: 'they called' });
    await answered(200, 'GET', `${path}/export?reason=asked`);
    await answered(404, 'GET', `${path}/erasure`);
    await answered(202, 'DELETE', path);
    await answered(200, 'GET', `${path}/erasure`);
    await answered(410, 'GET', path);
    await answered(410, 'GET', `${path}/export`);
    await answered(400, 'PUT', path, { country: 'Sweden' });
    const lines = [{ id: fresh('bea') }, { id: '+46700000009' }]
      .map((line) => JSON.stringify(line))
      .join('\n');
    await answered(200, 'POST', '/v1/recipients/import', lines, { 'content-type': 'application/x-ndjson' });
    await answered(415, 'POST', '/v1/recipients/import', lines, { 'content-type': 'text/csv' });
  });

  it('consents and decisions', async () => {
    const consent = { channel: 'sms', purpose: 'marketing', topic: 'offers', state: 'given', method: 'form' };
    const path = `/v1/recipients/${kim.id}/consents`;
    await answered(201, 'POST', path, consent);
    await answered(400, 'POST', path, { ...consent, purpose: undefined });
    await answered(200, 'GET', `${path}?limit=1`);
    await answered(400, 'GET', `${path}?next=rubbish`);
    const question = { recipient: kim.id, channel: 'sms', purpose: 'transactional', topic: 'order-updates' };
    await answered(200, 'POST', '/v1/decisions/preview', question);
    await answered(200, 'POST', '/v1/decisions/preview', { ...question, topic: 'never-asked' });
    await answered(400, 'POST', '/v1/decisions/preview', {});
    const decisions = `/v1/recipients/${kim.id}/decisions`;
    await answered(200, 'GET', `${decisions}?limit=1`);
    await answered(400, 'GET', `${decisions}?next=rubbish`);
    await answered(404, 'GET', `/v1/recipients/${fresh('nobody')}/decisions`);
  });

  it('the ledger, for an audit', async () => {
    await answered(200, 'GET', '/v1/ledger/entries?limit=1');
    await answered(200, 'GET', `/v1/ledger/entries?recipient=${kim.id}`);
    await answered(400, 'GET', '/v1/ledger/entries?next=x');
    await answered(200, 'GET', '/v1/ledger/days');
    await answered(200, 'GET', '/v1/ledger/days/2026-11-22/leaves');
    await answered(400, 'GET', '/v1/ledger/days/yesterday/leaves');
  });

  it('senders, and answers that nothing had asked for', async () => {
    const path = `/v1/senders/${fresh('sender')}`;
    const sender = { provider: 'twilio', channels: ['sms'], address: '+15005550009', countries: ['IS'] };
    await answered(201, 'PUT', path, sender);
    await answered(200, 'PUT', path, sender);
    await answered(200, 'GET', path);
    await answered(200, 'GET', '/v1/senders');
    await answered(400, 'PUT', path, { ...sender, address: 'a name that is far too long' });
    await answered(204, 'DELETE', path);
    await answered(404, 'GET', path);
    await answered(200, 'GET', '/v1/answers/unmatched?limit=1');
    await answered(400, 'GET', '/v1/answers/unmatched?next=rubbish');
  });

  it('templates', async () => {
    const name = fresh('answers');
    const push = { channel: 'push', content: { title: 'Hi', body: 'there', link: 'https://shop.example/1' } };
    await answered(201, 'PUT', `/v1/templates/${name}`, push);
    await answered(200, 'PUT', `/v1/templates/${name}`, push);
    await answered(200, 'GET', `/v1/templates/${name}`);
    await answered(200, 'GET', '/v1/templates');
    await answered(404, 'GET', `/v1/templates/${fresh('none')}`);
    await answered(422, 'PUT', `/v1/templates/${name}`, { channel: 'sms', content: { text: '{{' } });
    await answered(200, 'POST', '/v1/templates/preview', { ...push, data: {} });
    await answered(200, 'POST', '/v1/templates/preview', { channel: 'sms', content: { text: 'Hi' } });
  });

  it('journeys', async () => {
    const yaml = { 'content-type': 'application/yaml' };
    const id = fresh('answers');
    const document = `journey: ${id}\npurpose: marketing\nstart: { on: x }\nsteps: [{ id: done, end: told }]\n`;
    await answered(201, 'PUT', `/v1/journeys/${id}`, document, yaml);
    await answered(200, 'PUT', `/v1/journeys/${id}`, document, yaml);
    await answered(412, 'PUT', `/v1/journeys/${id}`, document, { ...yaml, 'if-match': '"another"' });
    await answered(422, 'PUT', `/v1/journeys/${id}`, { journey: id });
    await answered(400, 'PUT', `/v1/journeys/${id}`);
    await answered(200, 'GET', `/v1/journeys/${id}`);
    await answered(200, 'GET', `/v1/journeys/${id}`, undefined, { accept: 'application/yaml' });
    await answered(200, 'GET', `/v1/journeys/${id}/versions`);
    await answered(200, 'POST', `/v1/journeys/${id}/publish`);
    await answered(200, 'GET', '/v1/journeys');
    await answered(404, 'POST', `/v1/journeys/${fresh('none')}/publish`);
  });

  journeyStories(journey, ORDER);

  preferenceStories();

  consentStories();

  it('runs and messages', async () => {
    await answered(200, 'GET', `/v1/runs?recipient=${kim.id}&status=ended&limit=1`);
    await answered(200, 'GET', `/v1/runs/${run}`);
    await answered(404, 'GET', `/v1/runs/${NOBODY}`);
    await answered(200, 'GET', `/v1/messages?recipient=${kim.id}`);
    await answered(400, 'GET', '/v1/messages');
    await answered(200, 'GET', `/v1/messages/${message}`);
    await answered(404, 'GET', `/v1/messages/${NOBODY}`);
    await answered(200, 'GET', '/v1/providers');
  });

  it('signals and webhooks', async () => {
    await answered(202, 'POST', '/v1/signals', { message, signal: 'clicked' });
    await answered(404, 'POST', '/v1/signals', { message: NOBODY, signal: 'opened' });
    await answered(401, 'POST', '/v1/signals', { message, signal: 'opened', token: 'forged' });
    await answered(401, 'POST', '/webhooks/twilio', 'MessageStatus=delivered', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    await answered(404, 'POST', '/webhooks/nobody', 'x', { 'content-type': 'text/plain' });
  });

  it('links', async () => {
    const nobody = 'x'.repeat(16);
    await answered(404, 'GET', `/l/${nobody}`);
    await answered(200, 'GET', `/o/${nobody}`);
    await answered(404, 'GET', '/a/forged');
    await answered(404, 'POST', '/a/forged', 'answer=send', {
      'content-type': 'application/x-www-form-urlencoded',
    });
  });

  it('dead letters', async () => {
    const producer = kafkaOf(system).producer();
    await producer.connect();
    await producer.send({ topic: 'hermod.message-requested', messages: [{ key: kim.id, value: 'no JSON' }] });
    await producer.disconnect();
    const id = await eventually(async () => {
      const { deadLetters } = await answered(200, 'GET', '/v1/dead-letters?service=consent');
      const letter = (deadLetters as { id: string; key: string }[]).find(({ key }) => key === kim.id);
      if (letter === undefined) throw new Error('it is not dead yet');
      return letter.id;
    });
    await answered(200, 'GET', `/v1/dead-letters/${id}`);
    await answered(202, 'POST', `/v1/dead-letters/${id}/replay`);
    await answered(404, 'GET', `/v1/dead-letters/${NOBODY}`);
  });

  it('keys', async () => {
    const { id } = await answered(201, 'POST', '/v1/keys', { name: 'answers', scopes: ['read'] });
    await answered(200, 'GET', '/v1/keys?limit=1');
    await answered(200, 'GET', `/v1/keys/${String(id)}`);
    await answered(200, 'POST', `/v1/keys/${String(id)}/rotate`, { overlap: 'PT1H' });
    await answered(204, 'DELETE', `/v1/keys/${String(id)}`);
    await answered(409, 'POST', `/v1/keys/${String(id)}/rotate`, {});
    await answered(404, 'GET', '/v1/keys/0123456789abcdef');
  });

  it('the system', async () => {
    await answered(200, 'GET', '/v1/system');
    const schema = await callByTable('GET', '/schemas/journey.json');
    await answered(200, 'GET', '/schemas/journey.json');
    await answered(304, 'GET', '/schemas/journey.json', undefined, {
      'if-none-match': schema.headers.get('etag') ?? '',
    });
    await answered(200, 'GET', '/health/live');
    await answered(200, 'GET', '/health/ready');
    await answered(200, 'GET', '/metrics');
  });
});

const KEYED = ALL_OPERATIONS.filter(({ key = 'needed' }) => key === 'needed');
const pathOf = ({ path }: Operation): string => path.replaceAll(/\{\w+\}/g, NOBODY);

describe('a request without a good key, or without the scope:', () => {
  let weak: string;
  beforeAll(async () => {
    const { key } = await answered(201, 'POST', '/v1/keys', { name: 'weak', scopes: ['signals'] });
    weak = String(key);
  });

  it.each(KEYED)('$id refuses it', async (described) => {
    const { method, scope } = described;
    await answered(401, method, pathOf(described), undefined, { authorization: 'Bearer hk_nobody' });
    if (scope === undefined) return;
    await eventually(() =>
      answered(403, method, pathOf(described), undefined, { authorization: `Bearer ${weak}` }),
    );
  });
});

/** What no story in this file can bring about. */
const NOT_HERE = [
  'getReadiness 503',
  'receiveWebhook 200',
  'receiveWebhook 204',
  'showPreferencePage 503',
  'savePreferencePage 503',
  'showUnsubscribePage 503',
  'unsubscribe 503',
  'followLink 302',
  'followLink 410',
  'followLink 503',
  'showAnswerPage 200',
  'showAnswerPage 503',
  'giveAnswer 200',
  'giveAnswer 503',
];

afterAll(() => {
  const all = ALL_OPERATIONS.flatMap(({ id, answers }) =>
    Object.keys(answers).map((status) => `${id} ${status}`),
  );
  expect(
    all.filter((one) => !seen.has(one) && !NOT_HERE.includes(one)),
    'answers that nobody saw',
  ).toEqual([]);
});

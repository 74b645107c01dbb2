import type { RecipientChanged } from '@hermod/contracts';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONSENT_BODY, openWorld, record, recipientBody, requestFor, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

const changesOf = (id: string) =>
  world.published.records.filter(({ topic, key }) => topic === 'hermod.recipient-changed' && key === id);

describe('PUT /v1/recipients/{id}', () => {
  test('stores, replaces, and tells the other services with a rising revision', async () => {
    const first = await world.call('PUT', '/v1/recipients/ada', {
      ...recipientBody('+46700000001'),
      contactPoints: [
        { channel: 'push', provider: 'fcm', address: 'sim-46700000001' },
        { channel: 'sms', address: '+46 70-000 00 01' },
        { channel: 'email', address: '46700000001@SIM.test' },
      ],
    });
    expect(first).toMatchObject({
      status: 201,
      body: { id: 'ada', contactPoints: [{ channel: 'push' }, { address: '+46700000001' }, {}] },
    });
    const again = await world.call('PUT', '/v1/recipients/ada', recipientBody('+46700000001'));
    expect(again.status).toBe(200);
    expect(again.body['contactPoints']).toEqual(first.body['contactPoints']);
    const replaced = await world.call('PUT', '/v1/recipients/ada', { locale: 'sv-SE' });
    expect(replaced.body).toMatchObject({ attributes: {}, contactPoints: [], locale: 'sv-SE' });
    expect((await world.call('GET', '/v1/recipients/ada')).body).toEqual(replaced.body);
    const isAda = ({ key, topic }: { key: string | undefined; topic: string }): boolean =>
      key === 'ada' && topic === 'hermod.recipient-changed';
    const told = await world.published.until(3, isAda);
    const revisions = told.map(({ headers }) => Number(headers['revision']));
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(told.map(({ headers }) => headers['ce_id'])).size).toBe(3);
    expect(told[0]?.value).toMatchObject({
      recipient: 'ada',
      attributes: { firstName: 'Ada' },
      contactPoints: [{}, { channel: 'sms', address: '+46700000001' }, {}],
      timeZone: 'Europe/Stockholm',
      country: 'SE',
      erased: false,
    });
  });

  test('forty at once, half of them about the same recipient, are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        world.call('PUT', `/v1/recipients/${n % 2 ? 'same' : `other-${n}`}`, { attributes: { n } }),
      ),
    );
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
    const { body } = await world.call('GET', '/v1/recipients/same');
    await eventually(() => {
      const byRevision = changesOf('same').toSorted(
        (a, b) => Number(b.headers['revision']) - Number(a.headers['revision']),
      );
      expect(byRevision[0]?.value).toMatchObject({ attributes: body['attributes'] });
    });
  });

  const point = { channel: 'sms', address: '+46700000002' };
  test.each([
    [
      'a number that is none',
      { contactPoints: [point, { channel: 'sms', address: '0700' }] },
      'contactPoints[1].address',
    ],
    [
      'the same number twice',
      { contactPoints: [point, { ...point, address: '+46 700 000 002' }] },
      'contactPoints[1].address',
    ],
    [
      'a mail address that is none',
      { contactPoints: [{ channel: 'email', address: 'ada' }] },
      'contactPoints[0].address',
    ],
    [
      'push without a provider',
      { contactPoints: [{ channel: 'push', address: 'x' }] },
      'contactPoints[0].provider',
    ],
    [
      'an unknown kind of contact point',
      { contactPoints: [{ channel: 'rcs', address: '+46700000001' }] },
      'contactPoints[0].channel',
    ],
    [
      'too many contact points',
      {
        contactPoints: Array.from({ length: 51 }, (_, n) => ({
          channel: 'push',
          provider: 'fcm',
          address: `t${n}`,
        })),
      },
      'contactPoints',
    ],
    ['a time zone that is none', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
    ['an offset as time zone', { timeZone: '+02:00' }, 'timeZone'],
    ['a country that is none', { country: 'UK' }, 'country'],
    ['a locale that is none', { locale: 'a_b' }, 'locale'],
    ['a field that is none', { atributes: {} }, 'body'],
    ['large attributes', { attributes: { text: 'x'.repeat(17_000) } }, 'attributes'],
    ['deep attributes', `{"attributes":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, 'attributes'],
    ['NUL in an attribute', { attributes: { name: 'A\0da' } }, 'attributes'],
    ['half a surrogate pair in a key', { attributes: { '\ud800': 1 } }, 'attributes'],
    ['a list', [], 'body'],
    ['no JSON', '{', 'body'],
  ])('refuses %s and says where', async (_what, body, field) => {
    const answer = await world.call('PUT', '/v1/recipients/bad', body);
    expect(answer).toMatchObject({ status: 400, body: { status: 400, field } });
    expect(String(answer.body['fix'])).not.toBe('');
    expect(JSON.stringify(answer.body)).not.toContain('+46700000002');
  });

  test.each(['+46700000001', 'ada@example.org', 'a b', 'x'.repeat(129)])('refuses the id %j', async (id) => {
    const answer = await world.call('PUT', `/v1/recipients/${encodeURIComponent(id)}`, {});
    expect(answer).toMatchObject({ status: 400, body: { field: 'id' } });
  });

  test('eight levels of attributes and odd keys are kept as they are', async () => {
    const attributes = {
      a: { b: { c: { d: { e: { f: { g: { deepest: true } } } } } } },
      ключ: ['💥', null, 1.5],
    };
    await world.call('PUT', '/v1/recipients/odd', { attributes });
    expect((await world.call('GET', '/v1/recipients/odd')).body['attributes']).toEqual(attributes);
  });

  test('needs a principal', async () => {
    const response = await fetch(`${world.services[0]!.url}/v1/recipients/ada`);
    expect(response.status).toBe(401);
  });
});

test('erasing empties the recipient, tells the other services, and says what is done', async () => {
  const number = await world.person('gus');
  await world.consent('gus');
  const exported = await world.call('GET', '/v1/exports/gus');
  expect(exported).toMatchObject({
    status: 200,
    body: {
      profile: { id: 'gus' },
      contactPoints: [{}, {}, {}],
      ledger: [{ state: 'given' }],
      suppressions: [],
    },
  });
  const erased = await world.call('DELETE', '/v1/recipients/gus?reason=asked%20by%20letter');
  expect(erased).toEqual({ status: 202, body: { status: '/v1/recipients/gus/erasure' } });
  expect((await world.call('DELETE', '/v1/recipients/gus')).status).toBe(202);
  expect(await world.call('GET', '/v1/recipients/gus')).toMatchObject({
    status: 410,
    body: { code: 'RECIPIENT_ERASED' },
  });
  expect((await world.call('POST', '/v1/recipients/gus/consents', CONSENT_BODY)).status).toBe(410);
  const { body: status } = await world.call('GET', '/v1/recipients/gus/erasure');
  // Of the other services the gateway tells.
  expect(status).toMatchObject({
    recipient: 'gus',
    status: 'erasing',
    reason: 'asked by letter',
    services: [{ service: 'consent', status: 'erased' }],
  });
  expect((await world.call('GET', '/v1/exports/gus')).status).toBe(410);
  expect((await world.call('GET', '/v1/exports/never')).status).toBe(404);
  const { body: ledger } = await world.call('GET', '/v1/recipients/gus/consents');
  expect(JSON.stringify(ledger)).not.toMatch(/wording|contactPoint/);
  const told = changesOf('gus').at(-1)?.value as RecipientChanged;
  expect(told).toMatchObject({ erased: true, attributes: {}, contactPoints: [] });
  expect(JSON.stringify(told)).not.toContain(number);

  const request = requestFor('gus');
  await world.tell(record('messageRequested', 'gus', request));
  expect(await world.decided(request.messageId)).toMatchObject({
    decision: 'refused',
    of: 'recipient',
    why: { rule: 'erased-recipient' },
  });
  const anew = await world.call('PUT', '/v1/recipients/gus', recipientBody(number));
  expect(anew.status).toBe(201);
  const { body: preview } = await world.call('POST', '/v1/decisions/preview', {
    recipient: 'gus',
    channel: 'sms',
    purpose: 'transactional',
    topic: 'order-updates',
  });
  expect(preview).toMatchObject({ decision: 'refused', rule: 'no-consent' });
});

test('erasing nobody is a problem, and so is the status of an erasure that was not', async () => {
  expect((await world.call('DELETE', '/v1/recipients/never')).status).toBe(404);
  await world.person('hal');
  expect((await world.call('GET', '/v1/recipients/hal/erasure')).status).toBe(404);
});

test('a snapshot pages through every state, with revisions that fit those of the facts', async () => {
  const seen = new Map<string, { revision: number; state: RecipientChanged }>();
  let after = '';
  do {
    const { body } = await world.call('GET', `/v1/snapshots/recipients?limit=5${after}`);
    for (const item of body['recipients'] as { revision: number; state: RecipientChanged }[])
      seen.set(item.state.recipient, item);
    after = body['next'] === undefined ? '' : `&after=${encodeURIComponent(body['next'] as string)}`;
  } while (after !== '');
  const told = new Map<string, { revision: number; state: unknown }>();
  for (const { topic, key, headers, value } of world.published.records) {
    const revision = Number(headers['revision']);
    if (topic === 'hermod.recipient-changed' && revision > (told.get(key!)?.revision ?? -1))
      told.set(key!, { revision, state: value });
  }
  expect(seen.size).toBe(told.size);
  for (const [id, { revision, state }] of told) {
    expect(seen.get(id)?.state).toEqual(state);
    expect(seen.get(id)!.revision + 1_000).toBeGreaterThan(revision);
  }
});

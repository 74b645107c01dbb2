import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONSENT_BODY, openWorld, record, requestFor, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

describe('consents', () => {
  test('are recorded, told on both lanes, and listed newest first, page by page', async () => {
    await world.person('bea');
    const given = await world.consent('bea');
    expect(given.body).toMatchObject({ ...CONSENT_BODY, recordedBy: 'test-key' });
    await world.consent('bea', { state: 'withdrawn' });
    await world.consent('bea', { channel: 'email', purpose: 'marketing' });
    const told = await world.published.until(
      6,
      ({ topic, key }) => key === 'bea' && topic.includes('consent-changed'),
    );
    expect(
      told.find(({ value }) => (value as { entry: string }).entry === given.body['id'])?.value,
    ).toMatchObject({
      state: 'given',
      scope: { channels: ['sms'], purpose: 'transactional', topic: 'order-updates' },
    });
    const pages: unknown[] = [];
    let next = '';
    for (;;) {
      const { body } = await world.call('GET', `/v1/recipients/bea/consents?limit=2${next}`);
      pages.push(
        (body['consents'] as { state: string; channel: string }[]).map(
          ({ channel, state }) => `${channel} ${state}`,
        ),
      );
      if (body['next'] === undefined) break;
      next = `&next=${body['next'] as string}`;
    }
    expect(pages).toEqual([['email given', 'sms withdrawn'], ['sms given']]);
  });

  test('the same key gives the same entry, another consent under it is refused', async () => {
    await world.person('cleo');
    const post = (body: object) =>
      world.call('POST', '/v1/recipients/cleo/consents', body, { 'idempotency-key': 'form-17' });
    const answers = await Promise.all([post(CONSENT_BODY), post(CONSENT_BODY), post(CONSENT_BODY)]);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await post({ ...CONSENT_BODY, state: 'withdrawn' })).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_KEY_CONFLICT', field: 'idempotency-key' },
    });
  });

  test('belong to a contact point: another number needs one of its own', async () => {
    await world.person('dora');
    await world.consent('dora');
    await world.call('PUT', '/v1/recipients/dora', {
      contactPoints: [{ channel: 'sms', address: '+46709999999' }],
    });
    const request = requestFor('dora');
    await world.tell(record('messageRequested', 'dora', request));
    expect(await world.decided(request.messageId)).toMatchObject({ why: { rule: 'no-consent' } });
    const named = await world.consent('dora', { contactPoint: '+46 70 999 99 99' });
    const byId = await world.consent('dora', { contactPoint: named.body['contactPoint'] });
    expect(byId.body['contactPoint']).toBe(named.body['contactPoint']);
  });

  test.each([
    ['an unknown recipient', 'nobody', {}, 404, 'id'],
    ['a time to come', 'eve', { at: new Date(Date.now() + 600_000).toISOString() }, 422, 'at'],
    ['a time that is none', 'eve', { at: 'yesterday' }, 400, 'at'],
    ["somebody else's number", 'eve', { contactPoint: '+46700000009' }, 422, 'contactPoint'],
    ['a contact point that is none', 'eve', { contactPoint: 'x' }, 422, 'contactPoint'],
    ['no purpose', 'eve', { purpose: undefined }, 400, 'purpose'],
    ['an unknown channel', 'eve', { channel: 'fax' }, 400, 'channel'],
    ['an unknown state', 'eve', { state: 'maybe' }, 400, 'state'],
    ['NUL in the wording', 'eve', { wording: 'a\0b' }, 400, 'wording'],
    ['a field that is none', 'eve', { statee: 'given' }, 400, 'body'],
  ])('refuse %s', async (_what, id, change, status, field) => {
    await world.person('eve').catch(() => undefined);
    const answer = await world.call('POST', `/v1/recipients/${id}/consents`, { ...CONSENT_BODY, ...change });
    expect(answer).toMatchObject({ status, body: { status, field } });
  });

  test('one mistake among many requests at once is answered alone', async () => {
    await world.person('flo');
    const answers = await Promise.all([
      world.call('POST', '/v1/recipients/flo/consents', CONSENT_BODY),
      world.call('POST', '/v1/recipients/nobody/consents', CONSENT_BODY),
      world.call('POST', '/v1/recipients/flo/consents', { ...CONSENT_BODY, state: 'withdrawn' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 404, 201]);
  });

  test('a cursor that is none is a bad request', async () => {
    expect(await world.call('GET', '/v1/recipients/flo/consents?next=x')).toMatchObject({
      status: 400,
      body: { field: 'next' },
    });
  });
});

test('a preview says what would be decided and why, and changes nothing', async () => {
  await world.person('ida');
  const entry = await world.consent('ida');
  const question = { recipient: 'ida', channel: 'rcs', purpose: 'critical', topic: 'order-updates' };
  const { status, body } = await world.call('POST', '/v1/decisions/preview', question);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    decision: 'permitted',
    rule: 'consent-given',
    why: { rule: 'consent-given', ledger: entry.body['id'], values: { channel: 'rcs' } },
  });
  expect(await world.call('POST', '/v1/decisions/preview', { ...question, at: 'x' })).toMatchObject({
    status: 400,
    body: { field: 'at' },
  });
});

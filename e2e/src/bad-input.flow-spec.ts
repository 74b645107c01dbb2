import { describe, expect, it } from 'vitest';
import { call, enter, fresh } from './support/hermod.ts';

const CLOUD = { 'content-type': 'application/cloudevents+json' };
const event = { specversion: '1.0', id: 'e1', source: '/s', type: 't', subject: 'somebody' };

/** What is sent, and what the problem has to name. */
const CASES: readonly [
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  field: string,
  headers?: Record<string, string>,
][] = [
  ['an event that is no JSON', 'POST', '/v1/events', '{ "specversion": ', 400, 'body', CLOUD],
  [
    'an event about nobody',
    'POST',
    '/v1/events',
    JSON.stringify({ ...event, subject: undefined }),
    400,
    'subject',
    CLOUD,
  ],
  [
    'an event about a phone number',
    'POST',
    '/v1/events',
    JSON.stringify({ ...event, subject: '+46701234567' }),
    400,
    'subject',
    CLOUD,
  ],
  [
    'an event of 300 kB',
    'POST',
    '/v1/events',
    JSON.stringify({ ...event, data: 'x'.repeat(300_000) }),
    413,
    'body',
    CLOUD,
  ],
  [
    'a template that does not compile',
    'PUT',
    '/v1/templates/broken',
    { channel: 'sms', content: { text: 'Hi {{ name' } },
    422,
    'content.text',
  ],
  [
    'a journey that points nowhere',
    'PUT',
    '/v1/journeys/lost',
    {
      journey: 'lost',
      purpose: 'transactional',
      start: { on: 'x' },
      steps: [{ id: 'a', wait: { for: 'PT1M' }, then: 'nowhere' }],
    },
    422,
    'steps[0].then',
  ],
  [
    'a recipient with an address that is no number',
    'PUT',
    '/v1/recipients/odd',
    { contactPoints: [{ channel: 'sms', address: 'call me' }] },
    400,
    'contactPoints[0].address',
  ],
  [
    'a webhook that nobody signed',
    'POST',
    '/webhooks/twilio?t=forged',
    'MessageStatus=delivered&MessageSid=SM1',
    401,
    'x-twilio-signature',
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
];

describe('bad input at the public door', () => {
  it.each(CASES)(
    '%s is answered with a problem that names the field and the fix',
    async (_what, method, path, body, status, field, headers) => {
      const answer = await call(method, path, body, headers);
      expect(answer.status, JSON.stringify(answer.body)).toBe(status);
      expect(answer.body).toMatchObject({
        status,
        code: expect.any(String) as unknown,
        detail: expect.any(String) as unknown,
      });
      expect(String(answer.body['field']).toLowerCase()).toContain(field.toLowerCase());
    },
  );

  it('refuses everything under /v1 without the key', async () => {
    for (const path of [
      '/v1/runs',
      '/v1/recipients/ada',
      '/v1/journeys/x',
      '/v1/templates/x',
      '/v1/providers',
    ]) {
      expect((await call('GET', path, undefined, { authorization: '' })).status, path).toBe(401);
    }
  });

  it('finds missing templates when a journey is published', async () => {
    const name = fresh('untold');
    const steps = [{ id: 'a', send: [{ sms: 'no-such-template' }] }];
    expect(
      (
        await call('PUT', `/v1/journeys/${name}`, {
          journey: name,
          purpose: 'transactional',
          start: { on: 'x' },
          steps,
        })
      ).status,
    ).toBe(201);
    const answer = await call('POST', `/v1/journeys/${name}/publish`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ field: 'steps[0].send[0].sms' });
  });

  it('changes nothing for a signal with somebody else’s token', async () => {
    const kim = await enter();
    const answer = await call(
      'POST',
      '/v1/signals',
      { message: 'f3b1a0de-6a55-5b0c-9f43-4865726d6f64', signal: 'opened', token: `${kim.id}.forged` },
      { authorization: '' },
    );
    expect(answer.status).toBe(401);
  });
});

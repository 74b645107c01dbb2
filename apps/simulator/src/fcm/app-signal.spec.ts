import { expect, it } from 'vitest';
import { appSignal } from './app-signal.ts';

const AT = new Date('2026-11-22T09:00:00Z');

it.each([
  ['the URL of the push', 'http://127.0.0.1:1', 'http://127.0.0.1:1/v1/signals'],
  ['the endpoint in the push', 'http://127.0.0.1:1/v1/signals', 'http://127.0.0.1:1/v1/signals'],
  ['the public URL when the push names none', '', 'http://127.0.0.1:2/v1/signals'],
])('goes to %s', (_name, hermodUrl, url) => {
  const data = { hermod_message: 'm', hermod_token: 't', hermod_url: hermodUrl };
  expect(appSignal(data, 'http://127.0.0.1:2', 'opened', AT)).toEqual({
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"m","signal":"opened","at":"2026-11-22T09:00:00.000Z","token":"t"}',
  });
});

it('says nothing about a push that is not from Hermod', () => {
  expect(appSignal({ other: 'data' }, 'http://127.0.0.1:2', 'delivered', AT)).toBeUndefined();
});

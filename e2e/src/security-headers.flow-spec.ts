import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fresh, system } from './support/hermod.ts';

const KEY = { authorization: `Bearer ${system.apiKey}` };
const JSON_TYPE = { 'content-type': 'application/json' };
const CLOUD = { 'content-type': 'application/cloudevents+json' };

/** Every kind of answer that the gateway gives. */
const ANSWERS: readonly [what: string, path: string, init: RequestInit, status: number][] = [
  ['the console', '/', {}, 200],
  ['a page of the console', '/runs', {}, 200],
  ["the API's reference", '/docs', {}, 200],
  ["the API's document", '/openapi.json', {}, 200],
  ['health', '/health/live', {}, 200],
  ['readiness', '/health/ready', {}, 200],
  ['metrics', '/metrics', {}, 200],
  ['a list of a service', '/v1/journeys', { headers: KEY }, 200],
  ['a compressed answer', '/openapi.json', { headers: { 'accept-encoding': 'gzip' } }, 200],
  ['an answer without a body', '/v1/journeys', { method: 'HEAD', headers: KEY }, 200],
  ['a missing key', '/v1/journeys', {}, 401],
  ['a foreign key', '/v1/journeys', { headers: { authorization: 'Bearer hk_0_x' } }, 401],
  ['nothing there', '/nowhere', {}, 404],
  ['nothing there under the API', '/v1/nowhere', { headers: KEY }, 404],
  ['no such thing', `/v1/recipients/${fresh('nobody')}`, { headers: KEY }, 404],
  ['a wrong method', '/v1/events', { method: 'DELETE', headers: KEY }, 404],
  ['no JSON', '/v1/events', { method: 'POST', headers: { ...KEY, ...CLOUD }, body: '{' }, 400],
  [
    'a body too large',
    '/v1/events',
    { method: 'POST', headers: { ...KEY, ...CLOUD }, body: 'x'.repeat(2_000_000) },
    413,
  ],
  [
    'a wrong template',
    '/v1/templates/x',
    { method: 'PUT', headers: { ...KEY, ...JSON_TYPE }, body: '{}' },
    422,
  ],
  ['an unsigned webhook', '/webhooks/twilio', { method: 'POST', body: 'A=b' }, 401],
  ['an unknown provider', '/webhooks/nobody', { method: 'POST', body: 'A=b' }, 404],
  ['a forged signal', '/v1/signals', { method: 'POST', headers: JSON_TYPE, body: '{}' }, 401],
  [
    'a question of another origin',
    '/v1/events',
    {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    },
    401,
  ],
];

describe('security headers', () => {
  it.each(ANSWERS)('are on %s', async (_, path, init, status) => {
    const answer = await fetch(system.gatewayUrl + path, { ...init, signal: AbortSignal.timeout(15_000) });
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    const header = (name: string): string => answer.headers.get(name) ?? '';
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('referrer-policy')).toBe('no-referrer');
    const policy = header('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(header('cache-control')).toMatch(/no-store|no-cache/);
    // Nobody is told what it runs on, and no foreign page may read it.
    expect(header('server') + header('x-powered-by')).toBe('');
    expect(header('access-control-allow-origin')).toBe('');
  });

  it('are no help to a request that is not even HTTP: it is told so, and hung up on', async () => {
    const { hostname, port } = new URL(system.gatewayUrl);
    const socket = connect({ host: hostname, port: Number(port) })
      .setEncoding('utf8')
      .setTimeout(10_000);
    const heard: string[] = [];
    socket.on('data', (text: string) => heard.push(text));
    socket.write('GIVE ME /v1/recipients\r\n\r\n');
    await once(socket, 'close');
    expect(heard.join('')).toMatch(/^HTTP\/1\.1 400 /);
    expect(heard.join('')).not.toContain('/v1/recipients');
  });
});

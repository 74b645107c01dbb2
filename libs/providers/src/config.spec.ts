import { HermodError } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { readProvidersFile, readSenders } from './config.ts';
import { simulatorProviders } from './simulator-providers.ts';
import { createProviders, createReceiptReaders } from './registry.ts';

const SID = `AC${'1'.repeat(32)}`;
const FILE = `
providers:
  - id: push
    type: fcm
    projectId: my-project
    auth: { type: token, token: { env: FCM_TOKEN } }
  - id: twilio-eu
    type: twilio
    accountSid: ${SID}
    authToken: { env: TWILIO_AUTH_TOKEN }
    sender: '+46700000000'
    countries: [SE, 'NO']
    windowSize: 20
  - { id: sim, type: sim, mode: look-up, lookUpAfterMs: 2000 }
`;
const ENV = { FCM_TOKEN: 'f-secret', TWILIO_AUTH_TOKEN: 't-secret' };

const errorOf = (yaml: string, env = {}): HermodError => {
  try {
    readProvidersFile(yaml, env);
  } catch (error) {
    if (error instanceof HermodError) return error;
  }
  throw new Error('no HermodError was thrown');
};

describe('the providers file', () => {
  it('gives accounts with defaults and resolved secrets', () => {
    const [fcm, twilio, sim] = readProvidersFile(FILE, ENV);
    expect(fcm).toMatchObject({
      baseUrl: 'https://fcm.googleapis.com',
      auth: { type: 'token', token: 'f-secret' },
      timeoutMs: 10_000,
    });
    expect(twilio).toMatchObject({
      authToken: 't-secret',
      countries: ['SE', 'NO'],
      windowSize: 20,
      ratePerSecond: 100,
    });
    expect(sim).toMatchObject({ mode: 'look-up', lookUpAfterMs: 2000, baseUrl: 'http://127.0.0.1:8090' });
  });

  it('opens providers with the class of each, and readers for those with webhooks', async () => {
    const configs = readProvidersFile(FILE, ENV);
    const providers = createProviders(configs);
    expect(providers.map(({ id, class: kind, channels }) => [id, kind, channels])).toEqual([
      ['push', 'repeatable', ['push']],
      ['twilio-eu', 'at-most-once', ['sms', 'mms']],
      ['sim', 'look-up', ['push', 'sms']],
    ]);
    expect(providers[1]).toMatchObject({ countries: ['SE', 'NO'], windowSize: 20 });
    expect([...createReceiptReaders(configs, { callbackSecret: 's' }).keys()]).toEqual(['twilio-eu', 'sim']);
    await Promise.all(providers.map((provider) => provider.close()));
  });

  it('names what the environment lacks', () => {
    expect(errorOf(FILE, { FCM_TOKEN: 'x' })).toMatchObject({
      code: 'PROVIDERS_ENV_MISSING',
      message: 'providers[1].authToken: the environment has no TWILIO_AUTH_TOKEN',
    });
  });

  it.each([
    ['{', 'PROVIDERS_NOT_YAML', 'HERMOD_PROVIDERS', /line 1/],
    ['', 'PROVIDERS_INVALID', 'HERMOD_PROVIDERS', /./],
    ['providers: []', 'PROVIDERS_INVALID', 'providers', /there is no provider/],
    [
      'providers: [ { id: x, type: pigeon } ]',
      'PROVIDERS_INVALID',
      'providers[0].type',
      /one of fcm, twilio, /,
    ],
    ['providers: [ { id: x } ]', 'PROVIDERS_INVALID', 'providers[0].type', /one of fcm, twilio, /],
    ['providers: [ { id: x, type: sim, windowsize: 3 } ]', 'PROVIDERS_INVALID', 'providers[0]', /windowsize/],
    [
      'providers: [ { id: x, type: sim, baseUrl: "ftp://x" } ]',
      'PROVIDERS_INVALID',
      'providers[0].baseUrl',
      /http or https/,
    ],
    [
      'providers: [ { id: x, type: sim, countries: [Sweden] } ]',
      'PROVIDERS_INVALID',
      'providers[0].countries[0]',
      /two capital letters/,
    ],
    [
      'providers: [ { id: x, type: sim }, { id: x, type: sim } ]',
      'PROVIDERS_INVALID',
      'providers[1].id',
      /two providers are called x/,
    ],
    [
      'providers: [ { id: x, type: fcm, projectId: my-project } ]',
      'PROVIDERS_INVALID',
      'providers[0].auth',
      /service-account/,
    ],
    [
      `providers: [ { id: x, type: twilio, accountSid: 7, authToken: x, sender: y } ]`,
      'PROVIDERS_INVALID',
      'providers[0].accountSid',
      /env: NAME/,
    ],
  ])('refuses %j and names the field', (yaml, code, field, message) => {
    expect(errorOf(yaml)).toMatchObject({ code, field, message: expect.stringMatching(message) });
  });

  it('lists senders of its providers', () => {
    const sender = { id: 'se', provider: 'sim', channels: ['sms'], address: '+46700000000' };
    const file = (senders: object[]): string =>
      JSON.stringify({ providers: [{ id: 'sim', type: 'sim' }], senders });
    expect(readSenders(file([sender]))).toEqual([{ ...sender, isDefault: false }]);
    expect(errorOf(file([{ ...sender, provider: 'other' }]))).toMatchObject({ field: 'senders[0].provider' });
    expect(errorOf(file([sender, sender]))).toMatchObject({ field: 'senders[1].id' });
    expect(errorOf(file([{ ...sender, address: 'Ex', countries: ['US'] }]))).toMatchObject({
      field: 'senders[0].countries[0]',
    });
  });

  it('repeats no secret in an error', () => {
    const broken = `providers: [ { id: x, type: twilio, accountSid: hush-sid, authToken: hush-token, sender: '' } ]`;
    const account = `providers: [ { id: x, type: fcm, projectId: my-project, auth: { type: service-account, key: '{"private_key":"hush"}' } } ]`;
    for (const yaml of [broken, account, 'providers: [ { authToken: "hush" ']) {
      const error = errorOf(yaml);
      expect(JSON.stringify([error.message, error.problems, error.fix])).not.toContain('hush');
    }
    expect(errorOf(account).message).toContain('use the JSON file that Google Cloud gives');
  });
});

describe('without a file', () => {
  it('every provider is played by the simulator', () => {
    const configs = simulatorProviders('http://127.0.0.1:8090', { smtp: 2526 });
    for (const account of [
      { id: 'fcm', type: 'fcm', baseUrl: 'http://127.0.0.1:8090' },
      { id: 'twilio', type: 'twilio', baseUrl: 'http://127.0.0.1:8090' },
      { id: 'rbm', type: 'rbm', baseUrl: 'http://127.0.0.1:8090' },
      { id: 'smtp', type: 'smtp', host: '127.0.0.1', port: 2526 },
    ])
      expect(configs).toContainEqual(expect.objectContaining(account));
    // What is written as code must also be what the file would accept.
    expect(readProvidersFile(JSON.stringify({ providers: configs }))).toEqual(configs);
  });
});

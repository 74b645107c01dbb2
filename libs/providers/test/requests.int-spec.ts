/** What each provider is told, and what only one of them can do. */
import { generateKeyPairSync, createVerify } from 'node:crypto';
import { createProviders, readProvidersFile, type Provider, type ProviderConfig } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import { DIALECTS, PUSH, SMS } from './dialects.ts';
import { brokenOff, html, json, openStandIn, reset, type StandIn } from './stand-in.ts';

const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const dialect = (name: string) => DIALECTS.find((one) => one.name === name)!;

describe('a text to Twilio', () => {
  it('is a form with the callback, the sender and the time left', async () => {
    await using standIn = await openStandIn();
    const twilio = dialect('twilio (sms)').open(standIn.url);
    await twilio.handOver(SMS, soon());
    await twilio.handOver({ ...SMS, sender: `MG${'a'.repeat(32)}`, ttlMs: 10 }, soon());
    await twilio.handOver({ ...SMS, sender: 'Shop', ttlMs: 86_400_000 }, soon());
    const [first, second, third] = standIn.arrived.map(({ body }) =>
      Object.fromEntries(new URLSearchParams(body)),
    );
    expect(standIn.arrived[0]).toMatchObject({
      method: 'POST',
      path: `/2010-04-01/Accounts/AC${'0'.repeat(32)}/Messages.json`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`AC${'0'.repeat(32)}:sim-auth-token`).toString('base64')}`,
      },
    });
    expect(first).toEqual({
      To: '+46700000001',
      From: '+15005550006',
      Body: 'Hej Ada & co: order 7 är på väg',
      StatusCallback: 'https://hermod.example/webhooks/x?t=token',
      ValidityPeriod: '600',
    });
    expect(second).toMatchObject({ MessagingServiceSid: `MG${'a'.repeat(32)}`, ValidityPeriod: '1' });
    expect(third).toMatchObject({ From: 'Shop', ValidityPeriod: '36000' });
    await twilio.close();
  });

  it('is refused when it is no text', async () => {
    const twilio = dialect('twilio (sms)').open('http://127.0.0.1:1');
    expect(await twilio.handOver(PUSH, soon())).toMatchObject({
      outcome: 'refused',
      code: 'PROVIDER_CHANNEL_UNSUPPORTED',
    });
    await twilio.close();
  });
});

describe('a message to the simulator', () => {
  it('carries its key, or its reference, and the trace', async () => {
    await using standIn = await openStandIn();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    for (const name of ['sim (idempotent)', 'sim (look-up)']) {
      const sim = dialect(name).open(`${standIn.url}/base/`);
      await sim.handOver({ ...SMS, traceparent }, soon());
      await sim.close();
    }
    expect(standIn.arrived.map(({ path }) => path)).toEqual([
      '/base/sim/v1/messages',
      '/base/sim/v1/lookup/messages',
    ]);
    expect(standIn.arrived[0]?.headers['traceparent']).toBe(traceparent);
    const body = {
      reference: SMS.attemptId,
      to: SMS.to,
      channel: 'sms',
      content: { channel: 'sms', text: 'Hej Ada & co: order 7 är på väg' },
      text: 'Hej Ada & co: order 7 är på väg',
      callbackUrl: SMS.callback.url,
    };
    expect(standIn.arrived.map((one) => JSON.parse(one.body) as unknown)).toEqual([
      { key: SMS.attemptId, ...body },
      body,
    ]);
  });

  it('can be looked up by the attempt; a look-up that fails says nothing', async () => {
    await using standIn = await openStandIn();
    const sim = dialect('sim (look-up)').open(standIn.url);
    const lookUp = (): ReturnType<NonNullable<Provider['lookUp']>> => sim.lookUp!(SMS, soon());
    standIn.behave(json(200, { messages: [{ id: 'sim-1' }, { id: 'sim-2' }] }));
    expect(await lookUp()).toEqual({ outcome: 'accepted', providerMessageId: 'sim-1' });
    expect(standIn.arrived[0]).toMatchObject({
      method: 'GET',
      path: `/sim/v1/lookup/messages?reference=${SMS.attemptId}`,
    });
    standIn.behave(json(200, { messages: [] }));
    expect(await lookUp()).toEqual({ outcome: 'not-found' });
    for (const behaviour of [
      html(200),
      json(200, {}),
      json(404, {}),
      json(429, {}),
      json(503, {}),
      json(500, {}),
      json(400, {}),
      reset,
      brokenOff(200),
    ]) {
      standIn.behave(behaviour);
      expect(await lookUp()).toMatchObject({ outcome: 'unknown' });
    }
    await sim.close();
  });
});

describe('a push to FCM with a service account', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  function openFcm(standIn: StandIn): Provider {
    const account = {
      client_email: 'hermod@project.example',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: `${standIn.url}/token`,
    };
    const file = `providers: [ { id: fcm, type: fcm, projectId: my-project, baseUrl: '${standIn.url}', auth: { type: service-account, key: { env: ACCOUNT } } } ]`;
    return createProviders(readProvidersFile(file, { ACCOUNT: JSON.stringify(account) }))[0]!;
  }

  it('fetches one access token for all calls, signed by the account', async () => {
    await using standIn = await openStandIn();
    standIn.behave((response, { path }) =>
      json(200, path === '/token' ? { access_token: 'T1', expires_in: 3600 } : { name: 'm' })(
        response,
        standIn.arrived[0]!,
      ),
    );
    const fcm = openFcm(standIn);
    await Promise.all([fcm.handOver(PUSH, soon()), fcm.handOver(PUSH, soon())]);
    await fcm.handOver(PUSH, soon());
    await fcm.close();
    const tokens = standIn.arrived.filter(({ path }) => path === '/token');
    const pushes = standIn.arrived.filter(({ path }) => path === '/v1/projects/my-project/messages:send');
    expect(tokens).toHaveLength(1);
    expect(pushes.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer T1',
      'Bearer T1',
      'Bearer T1',
    ]);
    const [head, claims, signature] = (new URLSearchParams(tokens[0]!.body).get('assertion') ?? '').split(
      '.',
    );
    expect(
      createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature!, 'base64url'),
    ).toBe(true);
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString('utf8'))).toMatchObject({
      iss: 'hermod@project.example',
      aud: `${standIn.url}/token`,
      scope: 'https://www.googleapis.com/auth/firebase.messaging',
    });
  });

  it('was not sent when there is no token, and fetches another one when FCM turns it away', async () => {
    await using standIn = await openStandIn();
    const fcm = openFcm(standIn);
    standIn.behave(json(400, { error: 'invalid_grant' }));
    expect(await fcm.handOver(PUSH, soon())).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_CREDENTIALS',
      reason: 'no access token: HTTP 400',
    });
    let issued = 0;
    standIn.behave((response, request) => {
      if (request.path === '/token')
        return json(200, { access_token: `T${(issued += 1)}`, expires_in: 3600 })(response, request);
      if (request.headers.authorization === 'Bearer T1')
        return json(401, { error: { status: 'UNAUTHENTICATED' } })(response, request);
      return json(200, { name: 'm' })(response, request);
    });
    expect(await fcm.handOver(PUSH, soon())).toMatchObject({
      outcome: 'retry',
      code: 'PROVIDER_CREDENTIALS',
    });
    expect(await fcm.handOver(PUSH, soon())).toMatchObject({ outcome: 'accepted' });
    await fcm.close();
  });

  it('gives up waiting for a token at its deadline', async () => {
    await using standIn = await openStandIn();
    standIn.behave((response, request) => {
      if (request.path !== '/token') json(200, { name: 'm' })(response, request);
    });
    const fcm = openFcm(standIn);
    expect(await fcm.handOver(PUSH, AbortSignal.timeout(100))).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_CREDENTIALS',
      reason: 'no access token before the deadline',
    });
  });
});

describe('providers of different lanes', () => {
  it('have connections of their own', async () => {
    await using standIn = await openStandIn();
    standIn.behave(dialect('twilio (sms)').accepts);
    const configs: ProviderConfig[] = readProvidersFile(
      `providers: [ { id: t, type: twilio, baseUrl: '${standIn.url}', accountSid: AC${'1'.repeat(32)}, authToken: x, sender: '+15005550006' } ]`,
    );
    const lanes = [createProviders(configs)[0]!, createProviders(configs)[0]!];
    for (const provider of lanes) await provider.handOver(SMS, soon());
    expect(standIn.connections()).toBe(2);
    await Promise.all(lanes.map((provider) => provider.close()));
  });
});

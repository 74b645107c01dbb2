import { signPreferences, signUnsubscribe } from '@hermod/service-host';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, record, requestFor, type World } from './world.ts';

const FORM = 'application/x-www-form-urlencoded';
const expiresAt = new Date(Date.now() + 3_600_000);
const OFFERS = { channel: 'sms', purpose: 'marketing', topic: 'offers' } as const;

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

const principal = (): string =>
  freshPrincipal([], 'none', world.stage.env('consent')['HERMOD_PRINCIPAL_SECRET']!);

/** A request as the gateway would pass it on, to one instance after the other. */
let turn = 0;
function follow(path: string, body?: string | Buffer, contentType = FORM): Promise<Response> {
  turn += 1;
  return fetch(world.services[turn % 2]!.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      [PRINCIPAL_HEADER]: principal(),
      ...(body === undefined ? {} : { 'content-type': contentType }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
}

const secret = (): string => world.stage.env('consent')['HERMOD_SECRET']!;
const pageOf = (recipient: string): string =>
  `/preferences/${signPreferences({ recipient, expiresAt }, secret())}`;
const outOf = (recipient: string): string =>
  `/u/${signUnsubscribe({ recipient, expiresAt, channel: 'email', purpose: 'marketing', topic: 'offers' }, secret())}`;

async function standOf(page: string): Promise<string> {
  return /name="stand" value="([^"]+)"/.exec(await (await follow(page)).text())![1]!;
}

async function statesOf(id: string): Promise<string[]> {
  const { body } = await world.call('GET', `/v1/recipients/${id}/consents?limit=100`);
  const consents = body['consents'] as { channel: string; topic?: string; state: string }[];
  return consents.map(({ channel, topic, state }) => `${channel} ${topic ?? '*'} ${state}`).toSorted();
}

async function marketingMailTo(recipient: string): Promise<unknown> {
  const question = { recipient, channel: 'email', purpose: 'marketing', topic: 'offers' };
  return (await world.call('POST', '/v1/decisions/preview', question)).body['rule'];
}

describe('the form of the preference page', () => {
  test('sent twice at once says it once', async () => {
    await world.person('ann');
    await world.consent('ann', OFFERS);
    const page = pageOf('ann');
    const form = `act=save&lang=en&stand=${await standOf(page)}&shown=sms:marketing:offers%3Don`;
    const answers = await Promise.all([follow(page, form), follow(page, form), follow(page, form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await statesOf('ann')).toEqual(['sms offers given', 'sms offers withdrawn']);
  });

  test('gives for every token of an app', async () => {
    const tokens = ['sim-1', 'sim-2'].map((address) => ({ channel: 'push', provider: 'fcm', address }));
    await world.call('PUT', '/v1/recipients/bea', { contactPoints: tokens });
    await world.consent('bea', { ...OFFERS, channel: 'push', state: 'withdrawn' });
    const page = pageOf('bea');
    const key = 'push:marketing:offers';
    const form = `act=save&lang=en&stand=${await standOf(page)}&shown=${key}%3Doff&tick=${key}`;
    expect((await follow(page, form)).headers.get('location')).toBe('?lang=en&told=saved#notice');
    expect(await statesOf('bea')).toEqual([
      'push offers given',
      'push offers given',
      'push offers withdrawn',
    ]);
    expect(await (await follow(page)).text()).toMatch(/value="push:marketing:offers"\s+checked/);
  });

  test('tells that more has ended where the end of everything reaches over what was left ticked', async () => {
    await world.person('cal');
    await world.consent('cal', { ...OFFERS, topic: 'news' });
    await world.consent('cal', { ...OFFERS, topic: undefined });
    const page = pageOf('cal');
    const [all, news] = ['sms:marketing:', 'sms:marketing:news'];
    const form = `act=save&lang=fr&stand=${await standOf(page)}&shown=${all}%3Don&shown=${news}%3Don&tick=${news}`;
    expect((await follow(page, form)).headers.get('location')).toBe('?lang=fr&told=more-ended#notice');
    expect(await (await follow(page)).text()).not.toMatch(/value="sms:marketing:news"\s+checked/);
  });
});

describe('own quiet hours', () => {
  test('hold back what is not critical, and stay when the recipient is replaced', async () => {
    await world.person('dee');
    await world.consent('dee', { topic: undefined });
    const allDay = { from: '00:00', to: '24:00' };
    expect((await world.call('PUT', '/v1/recipients/dee/preferences', { quietHours: allDay })).status).toBe(
      200,
    );
    await world.call('PUT', '/v1/recipients/dee', {
      country: 'SE',
      contactPoints: [{ channel: 'push', provider: 'fcm', address: 'sim-dee' }],
    });
    expect((await world.call('GET', '/v1/recipients/dee/preferences')).body).toMatchObject({
      quietHours: allDay,
    });
    const [plain, critical] = [
      requestFor('dee', { channel: 'push' }),
      requestFor('dee', { channel: 'push', purpose: 'critical' }),
    ];
    await world.tell(record('messageRequested', 'dee', plain), record('messageRequested', 'dee', critical));
    expect((await world.decided(plain.messageId)).decision).not.toBe('permitted');
    expect((await world.decided(critical.messageId)).decision).toBe('permitted');
  });

  test('are of somebody, and have an end', async () => {
    const put = (id: string, quietHours: object) =>
      world.call('PUT', `/v1/recipients/${id}/preferences`, { quietHours });
    expect((await put('nobody', { from: '22:00', to: '07:00' })).status).toBe(404);
    expect(await put('nobody', { from: '22:00', to: '22:00' })).toMatchObject({
      status: 400,
      body: { field: 'quietHours.to' },
    });
  });
});

describe('one click', () => {
  test('withdraws what the token names, from a form in parts as well, and anew after it was given anew', async () => {
    await world.person('eve');
    const email = { ...OFFERS, channel: 'email' };
    await world.consent('eve', email);
    const parts =
      '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
    expect((await follow(outOf('eve'), parts, 'multipart/form-data; boundary=b')).status).toBe(200);
    expect((await follow(outOf('eve'), 'List-Unsubscribe=One-Click')).status).toBe(200);
    expect(await statesOf('eve')).toEqual(['email offers given', 'email offers withdrawn']);
    await world.consent('eve', email);
    await follow(outOf('eve'), 'List-Unsubscribe=One-Click');
    expect((await statesOf('eve')).filter((one) => one.endsWith('withdrawn'))).toHaveLength(2);
  });

  test('ends it at once, without cookies and without a redirect (RFC 8058, 3.1)', async () => {
    await world.person('gil');
    await world.consent('gil', { ...OFFERS, channel: 'email' });
    expect(await marketingMailTo('gil')).toBe('consent-given');
    const answer = await follow(outOf('gil'), 'List-Unsubscribe=One-Click');
    expect(answer.status).toBe(200);
    for (const name of ['location', 'set-cookie']) expect(answer.headers.get(name)).toBeNull();
    expect(await marketingMailTo('gil')).toBe('consent-withdrawn');
  });

  test('changes nothing while it is only looked at, as machines do that look whether links are safe', async () => {
    await world.person('fay');
    await world.consent('fay', { ...OFFERS, channel: 'email' });
    for (const method of ['GET', 'HEAD', 'GET']) {
      const looked = await fetch(world.services[0]!.url + outOf('fay'), {
        method,
        headers: { [PRINCIPAL_HEADER]: principal(), 'user-agent': 'SafeLinks' },
        signal: AbortSignal.timeout(10_000),
      });
      expect(looked.status).toBe(200);
    }
    for (const body of ['', 'List-Unsubscribe=', 'url=x'])
      expect((await follow(outOf('fay'), body)).status).toBe(400);
    expect(await statesOf('fay')).toEqual(['email offers given']);
    expect(await marketingMailTo('fay')).toBe('consent-given');
  });
});

/** Twilio's own client as the counterpart: it writes the same calls, and signs and verifies the same webhooks. */
import { signTwilio } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import twilio from 'twilio';
import { DIALECTS, MMS, RCS, SMS } from './dialects.ts';
import { json, openStandIn, type Arrived } from './stand-in.ts';
import { CALLBACK, config, INBOUND, reader, status, text } from './twilio-webhooks.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const TOKEN = 'sim-auth-token';
const created = { sid: `SM${'a'.repeat(32)}`, status: 'queued', from: '+15005550006' };

type Create = Parameters<ReturnType<typeof twilio>['messages']['create']>[0];

const common = { statusCallback: 'https://hermod.example/webhooks/x?t=token', validityPeriod: 600 };
const CALLS: readonly [string, Create][] = [
  ['sms', { ...common, to: SMS.to, from: '+15005550006', body: 'Hej Ada & co: order 7 är på väg' }],
  [
    'mms',
    {
      ...common,
      to: MMS.to,
      from: '+15005550006',
      body: 'Hej Ada & co: din kupong',
      mediaUrl: ['https://cdn.shop.example/coupon.png', 'https://cdn.shop.example/shop.vcf?a=1&b=2'],
    },
  ],
  [
    'rcs',
    {
      ...common,
      to: `rcs:${RCS.to}`,
      from: 'rcs:shop_agent',
      body: 'Hej Ada & co: order 7 är på väg',
    },
  ],
];

const fieldsOf = ({ body }: Arrived): string[] =>
  [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).toSorted();

describe.each(CALLS)('a call of %s', (channel, create) => {
  it('is the one that Twilio’s client makes', async () => {
    await using standIn = await openStandIn();
    standIn.behave(json(201, created));
    const dialect = DIALECTS.find(({ name }) => name === `twilio (${channel})`)!;
    const provider = dialect.open(standIn.url);
    expect(await provider.handOver(dialect.handOver, AbortSignal.timeout(5_000))).toMatchObject({
      outcome: 'accepted',
      providerMessageId: created.sid,
      sender: created.from,
    });
    await provider.close();

    const client = twilio(ACCOUNT, TOKEN);
    client.api.baseUrl = standIn.url;
    await client.messages.create(create);

    const [ours, theirs] = standIn.arrived;
    expect(fieldsOf(ours!)).toEqual(fieldsOf(theirs!));
    expect(ours!.path).toBe(theirs!.path);
    expect(ours!.headers.authorization).toBe(theirs!.headers.authorization);
    expect(ours!.headers['content-type']).toBe(theirs!.headers['content-type']);
  });
});

describe('a webhook', () => {
  const webhooks: readonly [string, string, Record<string, string>][] = [
    ['a status', CALLBACK, status],
    ['a text', INBOUND, { ...text, Body: "Så bra – tack! 🎉\nWhat's next? 100 % + 1 = a&b" }],
    ['a tapped chip', INBOUND, { ...text, Body: 'Ja', ButtonPayload: 'confirm', ButtonText: 'Ja' }],
    ['an RCS text', INBOUND, { ...text, From: 'rcs:+46700000001', To: 'rcs:shop_agent' }],
  ];

  it.each(webhooks)('with %s that Twilio’s client signed is believed', (_, url, params) => {
    const signature = twilio.getExpectedTwilioSignature(config.authToken, url, params);
    const rawBody = Buffer.from(new URLSearchParams(params).toString());
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
    };
    expect(reader.read({ method: 'POST', url, headers, rawBody })).toMatchObject({ ok: true });
  });

  it.each(webhooks)('with %s that we signed is believed by Twilio’s client', (_, url, params) => {
    const signature = signTwilio({ url, form: new URLSearchParams(params) }, config.authToken);
    expect(twilio.validateRequest(config.authToken, signature, url, params)).toBe(true);
    expect(twilio.validateRequest(`${config.authToken}x`, signature, url, params)).toBe(false);
  });
});

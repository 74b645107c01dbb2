/** Twilio's own client against the simulated Twilio: what it writes is taken, and what it is told is signed as it expects. */
import twilio from 'twilio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT_SID, AUTH_TOKEN, openStage, type Stage } from './stage.ts';
import type { Posted } from './webhook-sink.ts';

const PHONE = '+12025550123';
const SENDER = '+15005550001';

let stage: Stage;
let client: ReturnType<typeof twilio>;
let coupon: string;
beforeAll(async () => {
  stage = await openStage();
  client = twilio(ACCOUNT_SID, AUTH_TOKEN);
  client.api.baseUrl = stage.simulator.url;
  client.content.baseUrl = stage.simulator.url;
  coupon = `${stage.simulator.url}/media/coupon.png`;
});
afterAll(() => stage.close());
beforeEach(() => stage.gateway.clear());

const statusCallback = (name: string): string =>
  `${stage.gateway.url}/webhooks/twilio?message=${name}&t=a%2Bb`;
const paramsOf = ({ body }: Posted): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

function isSigned(posted: Posted): boolean {
  const signature = String(posted.headers['x-twilio-signature']);
  return twilio.validateRequest(
    AUTH_TOKEN,
    signature,
    `${stage.gateway.url}${posted.path}`,
    paramsOf(posted),
  );
}

/** The last report about a message. */
const reported = (name: string, status: string): Promise<Posted> =>
  stage.gateway.next(
    (posted) => posted.path.includes(`message=${name}&`) && paramsOf(posted)['MessageStatus'] === status,
  );
const shown = async (phone: string, name: string) =>
  (await stage.messages(phone)).find(({ messageId }) => messageId === name);

describe('an SMS of Twilio’s client', () => {
  it('is taken, shown and reported', async () => {
    const created = await client.messages.create({
      to: PHONE,
      from: SENDER,
      body: 'Hej – 100 % & + 🎉',
      statusCallback: statusCallback('text'),
      validityPeriod: 60,
    });
    expect(created).toMatchObject({ status: 'queued', from: SENDER, numMedia: '0' });
    expect(await shown(PHONE, 'text')).toMatchObject({ channel: 'sms', text: 'Hej – 100 % & + 🎉' });
    expect(isSigned(await reported('text', 'delivered'))).toBe(true);
  });

  it('to a number that gets no texts is reported with Twilio’s code', async () => {
    const create = {
      from: SENDER,
      body: 'Hi',
      to: '+12025550006',
      statusCallback: statusCallback('landline'),
    };
    await client.messages.create(create);
    const report = await reported('landline', 'undelivered');
    expect(paramsOf(report)).toMatchObject({ ErrorCode: '30006' });
    expect(await shown('+12025550006', 'landline')).toBeUndefined();
  });

  it('that is refused is an error with its code', async () => {
    const refused = client.messages.create({ to: '12', from: SENDER, body: 'Hi' });
    await expect(refused).rejects.toMatchObject({ code: 21211, status: 400 });
  });
});

describe('an MMS of Twilio’s client', () => {
  const create = (to: string, name: string, mediaUrl: string[]) =>
    client.messages.create({
      to,
      from: SENDER,
      body: 'Yours',
      mediaUrl,
      statusCallback: statusCallback(name),
    });

  it('shows its pictures', async () => {
    const created = await create(PHONE, 'coupon', [coupon, 'https://cdn.shop.example/map']);
    expect(created).toMatchObject({ sid: expect.stringMatching(/^MM/), numMedia: '2' });
    expect(await shown(PHONE, 'coupon')).toMatchObject({
      channel: 'mms',
      media: [{ url: coupon, contentType: 'image/png' }, { url: 'https://cdn.shop.example/map' }],
    });
    expect(isSigned(await reported('coupon', 'delivered'))).toBe(true);
  });

  it('has pictures that can be fetched', async () => {
    for (const name of ['coupon.png', 'boarding-pass.png', 'invitation.png', 'logo.png']) {
      const answer = await fetch(`${stage.simulator.url}/media/${name}`, { method: 'HEAD' });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/png');
      expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(500);
    }
    expect((await fetch(`${stage.simulator.url}/media/none.png`)).status).toBe(404);
  });

  it.each([
    ['where there is no MMS', '+46700000002', 'coupon.png', 'undelivered', '30011'],
    ['with too much', PHONE, 'too-large.png', 'failed', '11751'],
    ['of a type that nobody shows', PHONE, 'page.html', 'failed', '12300'],
  ])('%s is reported with Twilio’s code', async (what, to, picture, status, ErrorCode) => {
    const name = what.replaceAll(' ', '-');
    await create(to, name, [`${stage.simulator.url}/media/${picture}`]);
    expect(paramsOf(await reported(name, status))).toMatchObject({ ErrorCode });
    expect(await shown(to, name)).toBeUndefined();
  });
});

describe('an RCS message of Twilio’s client', () => {
  const common = { to: `rcs:${PHONE}`, from: 'rcs:shop_agent' };
  const act = (id: string, what: string, body = {}) =>
    stage.post(`/phones/${PHONE}/messages/${id}/${what}`, body);

  it('is reported as read when its phone has read it', async () => {
    const create = { ...common, body: 'Gate 7', statusCallback: statusCallback('gate') };
    await client.messages.create(create);
    const message = await shown(PHONE, 'gate');
    expect(message).toMatchObject({ channel: 'rcs', from: 'rcs:shop_agent', text: 'Gate 7' });
    await act(message!.id, 'read');
    const report = await reported('gate', 'read');
    expect(isSigned(report)).toBe(true);
    expect(paramsOf(report)).toMatchObject({
      ChannelPrefix: 'rcs',
      ChannelToAddress: PHONE,
      EventType: 'READ',
      From: 'rcs:shop_agent',
      To: `rcs:${PHONE}`,
    });
  });

  it('with chips comes from a content template, and a tap brings the payload back', async () => {
    const { sid } = await client.content.v1.contents.create({
      friendlyName: 'invitation',
      language: 'en',
      types: {
        'twilio/quick-reply': {
          body: 'Coming?',
          actions: [{ type: 'QUICK_REPLY', title: 'Yes', id: 'yes-7' }],
        },
      },
    } as never);
    const create = { ...common, contentSid: sid, statusCallback: statusCallback('chips') };
    await client.messages.create(create);
    const message = await shown(PHONE, 'chips');
    expect(message).toMatchObject({ text: 'Coming?', suggestions: [{ text: 'Yes', does: 'reply' }] });
    const answer = await act(message!.id, 'tap', { suggestion: 0 });
    expect(await answer.json()).toMatchObject({ text: 'Yes', isTaken: true });
    const inbound = await stage.gateway.next(({ body }) => body.includes('ButtonPayload'));
    expect(isSigned(inbound)).toBe(true);
    expect(paramsOf(inbound)).toMatchObject({
      Body: 'Yes',
      ButtonPayload: 'yes-7',
      ButtonText: 'Yes',
      From: `rcs:${PHONE}`,
      To: 'rcs:shop_agent',
    });
  });

  it('is answered by text as well', async () => {
    await client.messages.create({ ...common, body: 'Hi' });
    await stage.post(`/phones/${PHONE}/replies`, { text: 'Thanks!' });
    const inbound = await stage.gateway.next(({ body }) => body.includes('Thanks'));
    expect(paramsOf(inbound)).toMatchObject({ From: `rcs:${PHONE}`, To: 'rcs:shop_agent' });
    expect(isSigned(inbound)).toBe(true);
  });
});

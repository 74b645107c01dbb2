import { describe, expect, it } from 'vitest';
import {
  request,
  config,
  AT,
  CALLBACK,
  claims,
  INBOUND,
  read,
  SID,
  status,
  text,
} from '../../test/twilio-webhooks.ts';
import { signAnswer } from '../answer-token.ts';
import { callbackUrl, signCallback } from '../callback-token.ts';
import { openTwilioReceiptReader } from './twilio-receipts.ts';

describe('a status callback of Twilio', () => {
  it('is a receipt about the attempt in its URL', () => {
    expect(read(CALLBACK, status)).toEqual({
      ok: true,
      receipts: [{ kind: 'delivered', claims, providerMessageId: SID, at: AT }],
      inbound: [],
      answer: {
        status: 200,
        contentType: 'text/xml; charset=utf-8',
        body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
      },
    });
  });

  it.each([
    ['undelivered', '30005', { kind: 'undelivered', reason: '30005 undelivered' }],
    ['failed', '', { kind: 'undelivered', reason: 'failed' }],
    ['canceled', '', { kind: 'undelivered', reason: 'canceled' }],
    ['read', '', { kind: 'read' }],
  ])('%s %s is %j', (MessageStatus, ErrorCode, expected) => {
    expect(read(CALLBACK, { ...status, MessageStatus, ErrorCode })).toMatchObject({ receipts: [expected] });
  });

  it.each([
    'queued',
    'accepted',
    'sending',
    'sent',
    'scheduled',
    'partially_delivered',
    'something_new',
    'constructor',
  ])('%s reports nothing yet', (MessageStatus) => {
    expect(read(CALLBACK, { ...status, MessageStatus })).toMatchObject({
      ok: true,
      receipts: [],
      inbound: [],
    });
  });

  it.each([
    ['30006', 'a landline'],
    ['30005', 'unknown'],
    ['21635', 'a landline'],
  ])('with %s says that its number gets no texts: %s', (ErrorCode, words) => {
    expect(read(CALLBACK, { ...status, MessageStatus: 'undelivered', ErrorCode })).toMatchObject({
      receipts: [{ kind: 'undelivered' }],
      contactPoints: [
        {
          kind: 'unusable',
          channel: 'sms',
          address: '+46700000001',
          reason: expect.stringContaining(words),
          providerMessageId: SID,
        },
      ],
    });
  });

  it('with a code about its number and no number is refused', () => {
    const failed = { ...status, MessageStatus: 'failed', ErrorCode: '30006', To: 'whatsapp:+46700000001' };
    expect(read(CALLBACK, failed)).toMatchObject({ ok: false, code: 'WEBHOOK_MALFORMED', field: 'To' });
  });

  it('of an RCS message says nothing of the number for texts', () => {
    const rcs = signCallback({ ...claims, channel: 'rcs' }, 'secret');
    const url = callbackUrl('https://hermod.example', 'twilio', rcs);
    const failed = { ...status, MessageStatus: 'undelivered', ErrorCode: '30006', To: 'rcs:+46700000001' };
    expect(read(url, failed)).not.toHaveProperty('contactPoints');
  });

  it('of an RCS message tells that it was read', () => {
    const params = {
      ...status,
      ChannelPrefix: 'rcs',
      ChannelToAddress: '+46700000001',
      EventType: 'READ',
      From: 'rcs:shop_agent',
      MessageStatus: 'read',
      To: 'rcs:+46700000001',
    };
    expect(read(CALLBACK, params)).toMatchObject({ ok: true, receipts: [{ kind: 'read', claims }] });
  });

  it('may have parameters that Twilio adds one day', () => {
    expect(read(CALLBACK, { ...status, RawDlrDoneDate: '2611220900', BrandNew: 'x' })).toMatchObject({
      ok: true,
    });
  });

  it.each([
    ['https://hermod.example/webhooks/twilio', 't'],
    ['https://hermod.example/webhooks/twilio?t=W10.AAAAAAAAAAAAAAAAAAAAAA', 't'],
    [`${CALLBACK}x`, 't'],
  ])('with a URL that is none of ours is refused (%#)', (url, field) => {
    expect(read(url, status)).toMatchObject({ ok: false, code: 'WEBHOOK_TOKEN_INVALID', field });
  });
});

describe('an inbound message of Twilio', () => {
  it('is a text of a number', () => {
    expect(read(INBOUND, text)).toMatchObject({
      ok: true,
      receipts: [],
      inbound: [
        {
          kind: 'text',
          channel: 'sms',
          from: '+46700000001',
          to: '+15005550006',
          text: 'STOP',
          providerMessageId: SID,
          at: AT,
        },
      ],
    });
  });

  it.each([
    ['STOP', 'opt-out'],
    ['START', 'opt-in'],
    ['HELP', 'help'],
  ])('whose keyword Twilio knows (%s) is an %s', (OptOutType, meaning) => {
    expect(read(INBOUND, { ...text, Body: 'ADIOS', OptOutType })).toMatchObject({
      inbound: [{ text: 'ADIOS', meaning }],
    });
  });

  it('with a picture is an mms', () => {
    expect(read(INBOUND, { ...text, Body: '', NumMedia: '1' })).toMatchObject({
      inbound: [{ channel: 'mms', text: '' }],
    });
  });

  it.each([
    ['From', 'rcs:someone'],
    ['From', 'whatsapp:+46700000001'],
    ['To', 'rcs:'],
    ['To', 'rcs:my_Xagent'],
    ['From', 'someone@example.com'],
    ['To', ''],
    ['MessageSid', 'SM1'],
    ['AccountSid', `AC${'9'.repeat(32)}`],
  ])('with the wrong %s is refused', (field, value) => {
    expect(read(INBOUND, { ...text, [field]: value })).toMatchObject({
      ok: false,
      code: 'WEBHOOK_MALFORMED',
      field,
    });
  });
});

describe('an inbound RCS message of Twilio', () => {
  const rcs = {
    ...text,
    Body: 'Yes',
    ChannelMetadata: '{"type":"rcs","data":{}}',
    From: 'rcs:+46700000001',
    To: 'rcs:shop_agent',
  };
  const chip = { ...rcs, ButtonText: 'Yes', MessageType: 'BUTTON' };
  const { messageId } = claims;
  const token = signAnswer(
    { recipient: 'ada', messageId, runId: null, reply: 'yes', channel: 'rcs', lane: 'plain' },
    'secret',
  );

  it('is a text from a number to an agent, both without their channel', () => {
    const report = { channel: 'rcs', from: '+46700000001', to: 'shop_agent', text: 'Yes' };
    expect(read(INBOUND, rcs)).toMatchObject({ ok: true, inbound: [report] });
    expect(read(INBOUND, rcs)).not.toHaveProperty('inbound.0.answer');
  });

  it('that is a tapped chip of ours says what it answers', () => {
    const answer = { messageId, runId: null, reply: 'yes' };
    const readings = [chip, { ...chip, Body: '' }].map((params) =>
      read(INBOUND, { ...params, ButtonPayload: token }),
    );
    for (const reading of readings)
      expect(reading).toMatchObject({ ok: true, inbound: [{ text: 'Yes', answer }] });
  });

  it.each(['confirm', `${token}x`, ''])(
    'that is a tapped chip of anybody else is its label (%#)',
    (payload) => {
      const reading = read(INBOUND, { ...chip, ButtonPayload: payload });
      expect(reading).toMatchObject({ ok: true, inbound: [{ text: 'Yes' }] });
      expect(reading).not.toHaveProperty('inbound.0.answer');
    },
  );

  it('may name an agent with capitals when it is the configured one', () => {
    const ours = openTwilioReceiptReader(
      { ...config, rcsSender: 'rcs:My_Xagent' },
      { callbackSecret: 'secret' },
    );
    expect(ours.read(request(INBOUND, { ...rcs, To: 'rcs:My_Xagent' }))).toMatchObject({
      inbound: [{ to: 'My_Xagent' }],
    });
    const signed = request(INBOUND, { ...rcs, To: 'rcs:My_Xagent' });
    const cut = new URLSearchParams({ ...rcs, To: 'rcs:My_', Xagent: '' });
    expect(ours.read({ ...signed, rawBody: Buffer.from(cut.toString()) })).toMatchObject({ field: 'To' });
  });
});

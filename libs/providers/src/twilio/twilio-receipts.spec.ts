import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callbackUrl, signCallback, type CallbackClaims } from '../callback-token.ts';
import type { WebhookReading, WebhookRequest } from '../receipt-reader.ts';
import { TwilioConfig } from './twilio-config.ts';
import { openTwilioReceiptReader } from './twilio-receipts.ts';
import { signTwilio } from './twilio-signature.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const SID = `SM${'a'.repeat(32)}`;
const TOKEN = 'auth-token';
const AT = '2026-11-22T09:00:00.000Z';
const config = TwilioConfig.parse({
  id: 'twilio',
  type: 'twilio',
  accountSid: ACCOUNT,
  authToken: TOKEN,
  sender: '+15005550006',
});
const reader = openTwilioReceiptReader(config, { callbackSecret: 'secret', now: () => new Date(AT) });

const claims: CallbackClaims = {
  recipient: 'ada',
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  runId: null,
  lane: 'urgent',
  channel: 'sms',
};
const CALLBACK = callbackUrl('https://hermod.example', 'twilio', signCallback(claims, 'secret'));
const INBOUND = 'https://hermod.example/webhooks/twilio';
const status = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  From: '+15005550006',
  MessageSid: SID,
  MessageStatus: 'delivered',
  SmsSid: SID,
  To: '+46700000001',
};
const text = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  Body: 'STOP',
  From: '+46700000001',
  MessageSid: SID,
  NumMedia: '0',
  SmsStatus: 'received',
  To: '+15005550006',
};

function request(
  url: string,
  params: Record<string, string> | [string, string][],
  headers: WebhookRequest['headers'] = {},
): WebhookRequest {
  const form = new URLSearchParams(params);
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signTwilio({ url, form }, TOKEN),
      ...headers,
    },
    rawBody: Buffer.from(form.toString()),
  };
}
const read = (url: string, params: Record<string, string>): WebhookReading =>
  reader.read(request(url, params));

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

describe('a webhook of somebody else', () => {
  it.each([
    ['no signature', { 'x-twilio-signature': undefined }, 'WEBHOOK_UNSIGNED'],
    ['two signatures', { 'x-twilio-signature': ['a', 'b'] }, 'WEBHOOK_UNSIGNED'],
    [
      'a wrong signature',
      { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
      'WEBHOOK_SIGNATURE_INVALID',
    ],
    ['no form', { 'content-type': 'application/json' }, 'WEBHOOK_MALFORMED'],
    ['no content type', { 'content-type': undefined }, 'WEBHOOK_MALFORMED'],
  ])('with %s is refused', (_, headers, code) => {
    expect(reader.read(request(CALLBACK, status, headers))).toMatchObject({ ok: false, code });
  });

  it('is refused when it was signed for another URL', () => {
    expect(reader.read({ ...request(CALLBACK, status), url: INBOUND })).toMatchObject({
      ok: false,
      code: 'WEBHOOK_SIGNATURE_INVALID',
    });
  });

  it('gains nothing by moving the borders between names and values', () => {
    const valid = request(CALLBACK, status);
    const entries = Object.entries(status);
    const flat = entries.map(([name, value]) => name + value).join('');
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: flat.length - 1 }), {
      minLength: 1,
      maxLength: 13,
    });
    fc.assert(
      fc.property(cuts, (unordered) => {
        const borders = [0, ...unordered.toSorted((a, b) => a - b), flat.length];
        const pieces = borders.slice(1).map((end, index) => flat.slice(borders[index], end));
        if (pieces.length % 2 === 1) pieces.push('');
        const moved = pieces.flatMap((piece, index): [string, string][] =>
          index % 2 === 0 ? [[piece, pieces[index + 1]!]] : [],
        );
        fc.pre(JSON.stringify(moved) !== JSON.stringify(entries));
        const reading = reader.read({
          ...valid,
          rawBody: Buffer.from(new URLSearchParams(moved).toString()),
        });
        expect(reading.ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused whatever it sends, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.webUrl({ withQueryParameters: true }),
        (body, signature, url) => {
          const headers = {
            'content-type': 'application/x-www-form-urlencoded',
            'x-twilio-signature': signature,
          };
          expect(reader.read({ method: 'POST', url, headers, rawBody: Buffer.from(body) })).toMatchObject({
            ok: false,
          });
        },
      ),
    );
  });
});

describe('a webhook that was cut in other places', () => {
  const moved = (
    path: string,
    signed: Record<string, string>,
    changed: Record<string, string>,
  ): WebhookReading =>
    reader.read({ ...request(path, signed), rawBody: Buffer.from(new URLSearchParams(changed).toString()) });
  const { From: _, ...textOfNobody } = text;

  it.each([
    [
      'an error code',
      CALLBACK,
      { ...status, ErrorCode: '30005' },
      { ...status, ApiVersion: '2010-04-01ErrorCode30005' },
    ],
    ['an opt-out', INBOUND, { ...text, OptOutType: 'STOP' }, { ...text, NumMedia: '0OptOutTypeSTOP' }],
    [
      'a picture',
      INBOUND,
      { ...text, NumMedia: '1' },
      { ...text, NumMedia: '1SmsStatusreceived', SmsStatus: undefined },
    ],
    [
      'a sender',
      INBOUND,
      { ...text, Body: 'HiFrom+46700000009FromCityX' },
      { ...textOfNobody, Body: 'Hi', From: '+46700000009', FromCity: 'XFrom+46700000001' },
    ],
  ])('so that %s is hidden is refused', (_what, path, signed, changed) => {
    const entries = Object.entries(changed).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    expect(moved(path, signed, Object.fromEntries(entries))).toMatchObject({
      ok: false,
      code: 'WEBHOOK_MALFORMED',
    });
  });
});

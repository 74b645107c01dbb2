/** Webhooks of one Twilio account, signed as Twilio signs them, and a reader of them. */
import { callbackUrl, signCallback, type CallbackClaims } from '../src/callback-token.ts';
import type { WebhookReading, WebhookRequest } from '../src/receipt-reader.ts';
import { TwilioConfig } from '../src/twilio/twilio-config.ts';
import { openTwilioReceiptReader } from '../src/twilio/twilio-receipts.ts';
import { signTwilio } from '../src/twilio/twilio-signature.ts';

export const ACCOUNT = `AC${'0'.repeat(32)}`;
export const SID = `SM${'a'.repeat(32)}`;
const TOKEN = 'auth-token';
export const AT = '2026-11-22T09:00:00.000Z';
export const config = TwilioConfig.parse({
  id: 'twilio',
  type: 'twilio',
  accountSid: ACCOUNT,
  authToken: TOKEN,
  sender: '+15005550006',
});
export const reader = openTwilioReceiptReader(config, { callbackSecret: 'secret', now: () => new Date(AT) });

export const claims: CallbackClaims = {
  recipient: 'ada',
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  runId: null,
  lane: 'urgent',
  channel: 'sms',
};
export const CALLBACK = callbackUrl('https://hermod.example', 'twilio', signCallback(claims, 'secret'));
export const INBOUND = 'https://hermod.example/webhooks/twilio';
export const status = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  From: '+15005550006',
  MessageSid: SID,
  MessageStatus: 'delivered',
  SmsSid: SID,
  To: '+46700000001',
};
export const text = {
  AccountSid: ACCOUNT,
  ApiVersion: '2010-04-01',
  Body: 'STOP',
  From: '+46700000001',
  MessageSid: SID,
  NumMedia: '0',
  SmsStatus: 'received',
  To: '+15005550006',
};

export function request(
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
export const read = (url: string, params: Record<string, string>): WebhookReading =>
  reader.read(request(url, params));

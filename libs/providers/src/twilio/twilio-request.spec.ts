import type { RenderedContent } from '@hermod/channels';
import { describe, expect, it } from 'vitest';
import type { HandOver } from '../provider.ts';
import { TwilioConfig } from './twilio-config.ts';
import { twilioRequest } from './twilio-request.ts';

const SERVICE = `MG${'a'.repeat(32)}`;
const account = {
  id: 'twilio',
  type: 'twilio',
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'auth-token',
  sender: '+15005550006',
  rcsSender: 'rcs:shop_agent',
};
const config = TwilioConfig.parse(account);

function handOver(content: RenderedContent, more: Partial<HandOver> = {}): HandOver {
  return {
    attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
    messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
    channel: content.channel,
    purpose: 'transactional',
    to: '+12025550123',
    content,
    callback: { url: 'https://hermod.example/webhooks/twilio?t=token', token: 'token' },
    publicUrl: 'https://hermod.example',
    ttlMs: 600_000,
    ...more,
  };
}
const media = [1, 2].map((n) => ({ url: `https://cdn.example.com/${n}.png`, contentType: 'image/png' }));
const fieldsOf = (message: HandOver, of = config): [string, string][] => {
  const request = twilioRequest(message, of);
  if ('outcome' in request) throw new Error(request.reason);
  return [...request.form];
};

describe('an MMS to Twilio', () => {
  it('repeats MediaUrl for each medium', () => {
    expect(fieldsOf(handOver({ channel: 'mms', text: 'Yours', media }))).toEqual([
      ['To', '+12025550123'],
      ['From', '+15005550006'],
      ['Body', 'Yours'],
      ['StatusCallback', 'https://hermod.example/webhooks/twilio?t=token'],
      ['ValidityPeriod', '600'],
      ['MediaUrl', 'https://cdn.example.com/1.png'],
      ['MediaUrl', 'https://cdn.example.com/2.png'],
    ]);
  });

  it('may go without words', () => {
    const names = fieldsOf(handOver({ channel: 'mms', media })).map(([name]) => name);
    expect(names).not.toContain('Body');
  });

  it.each([
    ['+46700000001', 'no MMS to SE'],
    ['+61412345678', 'no MMS to AU'],
    ['+18765550123', 'no MMS to JM'],
    ['+19995550123', 'no MMS to a number of no known country'],
    ['0700', 'no MMS to a number of no known country'],
  ])('is refused for %s, since Twilio would send a text instead', (to, reason) => {
    const message = handOver({ channel: 'mms', media }, { to });
    expect(twilioRequest(message, config)).toEqual({
      outcome: 'refused',
      code: 'PROVIDER_CHANNEL_UNSUPPORTED',
      reason,
    });
  });

  it('goes where the account says that it may', () => {
    const australian = TwilioConfig.parse({ ...account, mmsCountries: ['AU'] });
    expect(fieldsOf(handOver({ channel: 'mms', media }, { to: '+61412345678' }), australian)).toContainEqual([
      'To',
      '+61412345678',
    ]);
  });
});

describe('an RCS message to Twilio', () => {
  const text: RenderedContent = { channel: 'rcs', text: 'Your boarding pass' };

  it('is addressed so that Twilio never falls back to a text', () => {
    const fields = fieldsOf(handOver(text));
    expect(fields.slice(0, 3)).toEqual([
      ['To', 'rcs:+12025550123'],
      ['From', 'rcs:shop_agent'],
      ['Body', 'Your boarding pass'],
    ]);
    expect(fields.map(([name]) => name)).not.toContain('FallbackFrom');
  });

  it.each([
    ['a Messaging Service', SERVICE, ['MessagingServiceSid', SERVICE]],
    ['an agent', 'other_agent', ['From', 'rcs:other_agent']],
    ['an agent with its channel', 'rcs:other_agent', ['From', 'rcs:other_agent']],
  ])('comes from %s that the hand-over names', (_, sender, field) => {
    const fields = fieldsOf(handOver(text, { sender }));
    expect(fields).toContainEqual(field);
    expect(fields).toContainEqual(['To', 'rcs:+12025550123']);
  });

  it('may be a file and nothing else', () => {
    const fields = fieldsOf(handOver({ channel: 'rcs', card: { media: { url: media[0]!.url } } }));
    expect(fields).toContainEqual(['MediaUrl', media[0]!.url]);
    expect(fields.map(([name]) => name)).not.toContain('Body');
  });

  it.each<[string, RenderedContent]>([
    ['a card', { channel: 'rcs', card: { title: 'Gate 7', media: { url: media[0]!.url } } }],
    [
      'a card with chips',
      { channel: 'rcs', card: { media: { url: media[0]!.url }, suggestions: [{ text: 'Yes' }] } },
    ],
    ['a carousel', { channel: 'rcs', carousel: [{ title: 'a' }, { title: 'b' }] }],
    ['chips', { channel: 'rcs', text: 'Coming?', suggestions: [{ text: 'Yes', postback: 'yes' }] }],
  ])('with %s is refused, and says who takes it', (_, content) => {
    expect(twilioRequest(handOver(content), config)).toMatchObject({
      code: 'PROVIDER_CHANNEL_UNSUPPORTED',
      reason: expect.stringContaining('rbm'),
    });
  });

  it('is refused without an RCS sender', () => {
    const { rcsSender: _, ...plain } = account;
    expect(twilioRequest(handOver(text), TwilioConfig.parse(plain))).toMatchObject({
      code: 'PROVIDER_CHANNEL_UNSUPPORTED',
    });
  });
});

describe('the sender that answers come to', () => {
  const sms: RenderedContent = { channel: 'sms', text: 'Hi' };
  it.each<[string, RenderedContent, string | undefined, string | undefined]>([
    ['the number', sms, undefined, '+15005550006'],
    ['the short code', sms, '72345', '72345'],
    ['the agent, without its channel', { channel: 'rcs', text: 'Hi' }, undefined, 'shop_agent'],
    ['nobody, behind a name', sms, 'Shop', undefined],
    ['unknown, with a Messaging Service', sms, SERVICE, undefined],
  ])('is %s', (_, content, sender, expected) => {
    const message = handOver(content, sender === undefined ? {} : { sender });
    expect(twilioRequest(message, config)).toHaveProperty('form');
    expect((twilioRequest(message, config) as { sender?: string }).sender).toBe(expected);
  });
});

describe('an account', () => {
  it.each([
    ['rcs without a sender for it', { channels: ['rcs'], rcsSender: undefined }],
    ['an RCS sender that is none', { rcsSender: '+15005550006' }],
    ['no channel at all', { channels: [] }],
    ['a country that is none', { mmsCountries: ['usa'] }],
  ])('is refused with %s', (_, change) => {
    expect(TwilioConfig.safeParse({ ...account, ...change }).success).toBe(false);
  });
});

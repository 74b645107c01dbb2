import { describe, expect, it } from 'vitest';
import { ContentTemplates } from './content-templates.ts';
import { POOL_AGENT, readMessageRequest } from './message-request.ts';

const GOOD = { To: '+46700000001', From: '+15005550006', Body: 'Hi' };
const RCS = { To: 'rcs:+46700000001', From: 'rcs:shop_agent', Body: 'Hi' };
const SERVICE = `MG${'a'.repeat(32)}`;
const templates = new ContentTemplates();
const around = { mayReach: (url: string) => url.startsWith('http://127.0.0.1'), templates };

const read = (form: Record<string, string>) => readMessageRequest(new URLSearchParams(form), around);
function codeOf(form: Record<string, string>): number | undefined {
  const request = read(form);
  return 'refusal' in request ? (request.refusal.body as { code: number }).code : undefined;
}

it('takes a number, a short code and a sender name', () => {
  for (const From of ['+15005550006', '72345', 'Hermod AB'])
    expect(codeOf({ ...GOOD, From })).toBeUndefined();
});

describe('the channel of a message', () => {
  it.each([
    ['sms', GOOD],
    ['mms', { ...GOOD, MediaUrl: 'https://cdn.example.com/a.png' }],
    ['rcs', RCS],
    ['rcs', { ...RCS, MediaUrl: 'https://cdn.example.com/a.png' }],
  ])('is %s', (channel, form) => {
    expect(read(form)).toMatchObject({ message: { channel, phone: '+46700000001' } });
  });

  it('picks a sender of the messaging service', () => {
    const { From: _, ...form } = RCS;
    expect(read({ ...form, MessagingServiceSid: SERVICE })).toMatchObject({ message: { from: POOL_AGENT } });
  });
});

it('fills in the variables of a content template', () => {
  const sid = templates.add({
    language: 'en',
    variables: { 1: 'you' },
    types: { 'twilio/quick-reply': { body: 'Hi {{1}}', actions: [{ title: 'Yes', id: 'yes-{{2}}' }] } },
  });
  const { Body: _, ...form } = RCS;
  expect(read({ ...form, ContentSid: sid, ContentVariables: '{"2":"7"}' })).toMatchObject({
    message: { body: 'Hi you', actions: [{ title: 'Yes', id: 'yes-7' }] },
  });
  expect(codeOf({ ...form, ContentSid: sid, ContentVariables: 'x' })).toBe(21655);
});

it.each([
  ['no recipient', { ...GOOD, To: '' }, 21604],
  ['a recipient that is no number', { ...GOOD, To: '0700-1' }, 21211],
  ['an RCS recipient that is no number', { ...RCS, To: 'rcs:ada' }, 21211],
  ['no sender', { ...GOOD, From: '' }, 21603],
  ['a sender that is too long', { ...GOOD, From: 'TwelveLetter' }, 21212],
  ['a number that writes by RCS', { ...RCS, From: '+15005550006' }, 21910],
  ['an agent that writes by SMS', { ...GOOD, From: 'rcs:shop_agent' }, 21910],
  ['a fallback without a messaging service', { ...RCS, FallbackFrom: '+15005550006' }, 21666],
  ['nothing to say', { ...GOOD, Body: '' }, 21602],
  ['too much to say', { ...GOOD, Body: 'a'.repeat(1601) }, 21617],
  ['a medium that is none', { ...GOOD, MediaUrl: 'coupon.png' }, 21620],
  ['a content template that there is not', { ...RCS, ContentSid: `HX${'0'.repeat(32)}` }, 21655],
  ['a callback that would never be made', { ...GOOD, StatusCallback: 'http://10.0.0.1/x' }, 21609],
])('refuses %s', (_name, form, code) => {
  expect(codeOf(form)).toBe(code);
});

it('refuses eleven media', () => {
  const form = new URLSearchParams(GOOD);
  for (let n = 0; n < 11; n += 1) form.append('MediaUrl', `https://cdn.example.com/${n}.png`);
  expect(readMessageRequest(form, around)).toMatchObject({ refusal: { body: { code: 21623 } } });
});

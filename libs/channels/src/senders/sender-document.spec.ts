import { describe, expect, it } from 'vitest';
import { canReceiveAnswers } from './sender-address.ts';
import { SenderDocument } from './sender-document.ts';

const sender = { provider: 'twilio', channels: ['sms'], address: '+46700000000' };
const issuesOf = (changes: object): string[] => {
  const read = SenderDocument.safeParse({ ...sender, ...changes });
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a sender', () => {
  it.each([
    [['sms', 'mms'], '+46700000000'],
    [['sms'], '71234'],
    [['sms'], 'Example AB'],
    [['sms', 'mms', 'rcs'], `MG${'a'.repeat(32)}`],
    [['rcs'], 'rcs:brand_x1y2_agent'],
    [['rcs'], 'brand_x1y2_agent@rbm.goog'],
    [['email'], 'news@mail.example.com'],
  ])('on %j may be %s', (channels, address) => {
    expect(issuesOf({ channels, address })).toEqual([]);
  });

  it.each([
    [{ address: 'Much too long a name' }, /^address: sms is sent from a number in E\.164/],
    [{ address: '0700000000' }, /^address: sms/],
    [{ channels: ['mms'], address: 'Example' }, /^address: mms/],
    [{ channels: ['email'] }, /^address: email is sent from a mailbox/],
    [{ channels: ['sms', 'email'] }, /^address: email/],
    [{ channels: ['push'] }, /^channels\.0: a push has no sender/],
    [{ channels: ['sms', 'sms'] }, /^channels\.1: sms stands here twice/],
    [{ channels: [] }, /^channels: name at least one channel/],
    [{ address: 'Example', countries: ['SE', 'US'] }, /^countries\.1: US lets no names send texts/],
    [{ countries: ['Sweden'] }, /^countries\.0: use a country code of ISO 3166-1/],
    [{ countries: ['XX'] }, /^countries\.0/],
    [{ countries: ['SE', 'SE'] }, /^countries\.1: SE stands here twice/],
    [{ logo: 'http://example.com/logo.png' }, /^logo: a logo is an https address/],
    [{ brandName: 'Shop\r\nBcc: all' }, /^brandName: a brand name is one line of text/],
    [{ colour: 'red' }, /colour/],
  ])('with %j is refused and told why', (changes, message) => {
    expect(issuesOf(changes)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['+46700000000', 'sms', true],
    ['71234', 'sms', true],
    ['Example', 'sms', false],
    ['brand_agent', 'rcs', true],
    ['hello@example.com', 'email', true],
    ['no-reply@example.com', 'email', false],
  ])('%s on %s receives answers: %s', (address, channel, receives) => {
    expect(canReceiveAnswers(address, [channel])).toBe(receives);
  });
});

import { expect, it } from 'vitest';
import { failureOf } from './fate-of.ts';
import type { MessageRequest } from './message-request.ts';

const message: MessageRequest = {
  channel: 'mms',
  phone: '+12025550123',
  to: '+12025550123',
  from: '+15005550006',
  messagingServiceSid: null,
  body: 'Hi',
  mediaUrls: ['http://127.0.0.1:8090/media/coupon.png'],
  actions: [],
  statusCallback: null,
};

it.each([
  ['nothing, with a picture to a place where there is MMS', {}, undefined],
  ['12300, with a type that nobody shows', { mediaUrls: ['https://a.example/page.html'] }, '12300'],
  ['11751, with too much', { mediaUrls: ['http://127.0.0.1:8090/media/too-large.png'] }, '11751'],
  ['30011, to a place where there is no MMS', { phone: '+46700000001' }, '30011'],
  ['30006, to a landline', { channel: 'sms', phone: '+12025550006', mediaUrls: [] }, '30006'],
  ['30005, to a number of nobody', { channel: 'sms', phone: '+12025550005', mediaUrls: [] }, '30005'],
  ['nothing, by RCS', { channel: 'rcs', phone: '+46700000001' }, undefined],
] as const)('fails with %s', (_, change, code) => {
  expect(failureOf({ ...message, ...change } as MessageRequest)).toBe(code);
});

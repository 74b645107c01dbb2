import type { Channel } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { resultOfTwilioError, unusableNumber } from './twilio-errors.ts';

const result = (status: number, code: number, message = '', channel: Channel = 'sms') =>
  resultOfTwilioError(
    {
      kind: 'answered',
      status,
      headers: { 'retry-after': '3' },
      body: Buffer.from(JSON.stringify({ code, message, status })),
    },
    { to: '+46700000001', channel },
  );

describe('what a Twilio error means', () => {
  it.each([
    ['an opted-out number', 400, 21610, { outcome: 'refused', contactPoint: 'opted-out' }],
    ['no number', 400, 21211, { outcome: 'refused', contactPoint: 'unusable' }],
    ['no mobile', 400, 21614, { outcome: 'refused', contactPoint: 'unusable' }],
    ['a landline', 400, 21635, { outcome: 'refused', contactPoint: 'unusable' }],
    ['too many requests', 429, 20429, { outcome: 'retry', code: 'PROVIDER_THROTTLED', retryAfterMs: 3000 }],
    ['a full queue', 400, 21611, { outcome: 'retry', code: 'PROVIDER_THROTTLED' }],
    ['wrong credentials', 401, 20003, { outcome: 'refused', code: 'PROVIDER_CREDENTIALS' }],
    ['an internal error', 500, 20500, { outcome: 'unknown', code: 'PROVIDER_FAILED' }],
    ['an internal error that names a number', 500, 21211, { outcome: 'unknown' }],
    ['unavailable', 503, 20503, { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE' }],
  ])('%s', (_, status, code, expected) => {
    expect(result(status, code)).toMatchObject(expected);
  });

  it('blames no number for a region that is switched off, and quotes none', () => {
    const off = result(400, 21408, 'Permission to send to +46700000001 is not enabled');
    expect(off).toEqual({
      outcome: 'refused',
      code: 'PROVIDER_REFUSED',
      reason: '21408 Permission to send to … is not enabled',
    });
  });

  it('blames no number when RCS can’t reach it, but believes an opt-out', () => {
    expect(result(400, 21614, '', 'rcs')).not.toHaveProperty('contactPoint');
    expect(result(400, 21614, '', 'mms')).toMatchObject({ contactPoint: 'unusable' });
    expect(result(400, 21610, '', 'rcs')).toMatchObject({ contactPoint: 'opted-out' });
  });

  it.each([
    ['30005', true],
    ['30006', true],
    ['21614', true],
    ['21635', true],
    ['30003', false],
    ['30007', false],
    ['', false],
    [undefined, false],
  ])('says by callback with %s whether the number gets texts at all', (code, isUnusable) => {
    expect(unusableNumber(code) !== undefined).toBe(isUnusable);
  });
});

import { describe, expect, it } from 'vitest';
import { resultOfFcmError } from './fcm-errors.ts';

const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

const result = (status: number, error: object, headers = {}) =>
  resultOfFcmError(
    { kind: 'answered', status, headers, body: Buffer.from(JSON.stringify({ error })) },
    'token-1',
  );
const fcm = (errorCode: string, message = '', more: object[] = []) => ({
  status: 'X',
  message,
  details: [{ '@type': FCM_ERROR, errorCode }, ...more],
});
const violation = (field: string) => [
  { '@type': BAD_REQUEST, fieldViolations: [{ field, description: 'bad' }] },
];

describe('what an FCM error means', () => {
  it.each([
    ['a token that is gone', 404, fcm('UNREGISTERED'), { outcome: 'refused', contactPoint: 'dead' }],
    [
      'a token of another project',
      403,
      fcm('SENDER_ID_MISMATCH'),
      { outcome: 'refused', contactPoint: 'unusable' },
    ],
    [
      'a malformed token',
      400,
      fcm('INVALID_ARGUMENT', '', violation('message.token')),
      { outcome: 'refused', contactPoint: 'unusable' },
    ],
    [
      'a malformed token, in words only',
      400,
      fcm('INVALID_ARGUMENT', 'The registration token is not a valid FCM registration token'),
      { outcome: 'refused', contactPoint: 'unusable' },
    ],
    ['keys of APNs', 401, fcm('THIRD_PARTY_AUTH_ERROR'), { outcome: 'refused', code: 'PROVIDER_REFUSED' }],
    [
      'a used-up quota',
      429,
      fcm('QUOTA_EXCEEDED'),
      { outcome: 'retry', code: 'PROVIDER_THROTTLED', retryAfterMs: 60_000 },
    ],
    ['an overloaded server', 503, fcm('UNAVAILABLE'), { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE' }],
    ['an internal error', 500, fcm('INTERNAL'), { outcome: 'unknown', code: 'PROVIDER_FAILED' }],
    [
      'an expired access token',
      401,
      { status: 'UNAUTHENTICATED' },
      { outcome: 'refused', code: 'PROVIDER_CREDENTIALS' },
    ],
  ])('%s', (_, status, error, expected) => {
    expect(result(status, error)).toMatchObject(expected);
  });

  it.each([
    ['our payload is wrong', 400, fcm('INVALID_ARGUMENT', 'Invalid value', violation('message.android.ttl'))],
    ['the payload is too big', 400, fcm('INVALID_ARGUMENT', 'Android message is too big')],
    ['FCM doesn’t say so', 404, { status: 'NOT_FOUND', message: 'Requested entity was not found.' }],
  ])('the token isn’t blamed when %s', (_, status, error) => {
    expect(result(status, error)).not.toHaveProperty('contactPoint');
  });

  it('waits as long as FCM asks for, and names no token', () => {
    const throttled = result(429, fcm('QUOTA_EXCEEDED', 'for token-1'), { 'retry-after': '5' });
    expect(throttled).toMatchObject({ retryAfterMs: 5000, reason: 'QUOTA_EXCEEDED for …' });
  });
});

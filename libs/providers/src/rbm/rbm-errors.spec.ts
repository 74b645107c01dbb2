import { describe, expect, it } from 'vitest';
import { resultOfRbmError } from './rbm-errors.ts';

const PHONE = '+46700000001';
const result = (status: number, error: object, headers = {}) =>
  resultOfRbmError(
    {
      kind: 'answered',
      status,
      headers,
      body: Buffer.from(JSON.stringify({ error: { code: status, ...error } })),
    },
    PHONE,
  );

describe('what an error of RCS for Business means', () => {
  it.each([
    [
      'a number without RCS',
      404,
      { status: 'NOT_FOUND', message: `${PHONE} cannot be reached` },
      {
        outcome: 'refused',
        code: 'PROVIDER_CHANNEL_UNSUPPORTED',
        reason: 'no RCS: NOT_FOUND … cannot be reached',
      },
    ],
    [
      'an agent that the carrier has not launched, in older versions',
      403,
      { status: 'PERMISSION_DENIED', message: 'The agent is not launched for this carrier.' },
      { outcome: 'refused', code: 'PROVIDER_CHANNEL_UNSUPPORTED' },
    ],
    [
      'an account that may not',
      403,
      { status: 'PERMISSION_DENIED', message: 'The caller does not have permission' },
      { outcome: 'refused', code: 'PROVIDER_CREDENTIALS' },
    ],
    [
      'an API that is switched off',
      403,
      { status: 'PERMISSION_DENIED', message: 'no', details: [{ '@type': 'x', reason: 'SERVICE_DISABLED' }] },
      { outcome: 'refused', code: 'PROVIDER_CREDENTIALS' },
    ],
    [
      'a feature that the phone lacks',
      400,
      { status: 'INVALID_ARGUMENT', message: 'unsupported' },
      { outcome: 'refused', code: 'PROVIDER_REFUSED' },
    ],
    [
      'an expired token',
      401,
      { status: 'UNAUTHENTICATED' },
      { outcome: 'refused', code: 'PROVIDER_CREDENTIALS' },
    ],
    [
      'a used-up quota',
      429,
      { status: 'RESOURCE_EXHAUSTED' },
      { outcome: 'retry', code: 'PROVIDER_THROTTLED' },
    ],
    ['an overload', 503, { status: 'UNAVAILABLE' }, { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE' }],
    ['an internal error', 500, { status: 'INTERNAL' }, { outcome: 'unknown', code: 'PROVIDER_FAILED' }],
  ])('%s', (_, status, error, expected) => {
    expect(result(status, error)).toMatchObject(expected);
    expect(result(status, error)).not.toHaveProperty('contactPoint');
  });
});

import { describe, expect, it } from 'vitest';
import { statusOf } from './problem-status.ts';

describe('the status of an error code', () => {
  it.each([
    ['UNAUTHENTICATED', 401],
    ['PRINCIPAL_INVALID', 401],
    ['WEBHOOK_UNSIGNED', 401],
    ['WEBHOOK_SIGNATURE_INVALID', 401],
    ['SCOPE_MISSING', 403],
    ['JOURNEY_NOT_FOUND', 404],
    ['DEAD_LETTER_NOT_FOUND', 404],
    ['RECIPIENT_ERASED', 410],
    ['JOURNEY_CONFLICT', 409],
    ['EVENT_TOO_LARGE', 413],
    ['EVENT_UNSUPPORTED_MEDIA_TYPE', 415],
    ['KAFKA_UNAVAILABLE', 503],
    ['GATEWAY_TIMEOUT', 504],
    ['JOURNEY_UNKNOWN_STEP', 422],
    ['DEAD_LETTER_CUT', 422],
    ['EVENT_INVALID', 400],
    ['ANYTHING_ELSE', 400],
  ])('%s is %i', (code, status) => {
    expect(statusOf(code)).toBe(status);
  });
});

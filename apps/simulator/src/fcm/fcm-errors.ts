import type { z } from 'zod';
import type { Answer, FaultAnswers } from '../calls/answer.ts';

/**
 * Errors as FCM HTTP v1 words them: `error.details` carries an FcmError when FCM itself speaks (only that makes a
 * token invalid), a BadRequest when the payload is at fault. Source: FCM's reference, page "ErrorCode".
 */
function fcmError(code: number, status: string, message: string, details: readonly unknown[] = []): Answer {
  return { status: code, body: { error: { code, message, status, details } } };
}

function withFcmCode(errorCode: string) {
  return [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }];
}

function badRequest(fieldViolations: readonly { field: string; description: string }[]): Answer {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations }];
  const message = fieldViolations.map(
    ({ field, description }) => `Invalid value at '${field}': ${description}`,
  );
  return fcmError(400, 'INVALID_ARGUMENT', message.join('; '), details);
}

/** 401: no bearer token came with the call. */
export const UNAUTHENTICATED = fcmError(
  401,
  'UNAUTHENTICATED',
  'Request is missing required authentication credential. Expected OAuth 2 access token.',
);

/** 404: the app is gone from that device; its token is dead. */
export const UNREGISTERED = fcmError(
  404,
  'NOT_FOUND',
  'Requested entity was not found.',
  withFcmCode('UNREGISTERED'),
);

/** 400: this never was a registration token. */
export const INVALID_TOKEN = fcmError(
  400,
  'INVALID_ARGUMENT',
  'The registration token is not a valid FCM registration token',
  withFcmCode('INVALID_ARGUMENT'),
);

/** 400: over 4096 bytes. */
export const TOO_BIG = badRequest([{ field: 'message', description: 'Android message is too big' }]);

/** 400: the body is no JSON. */
export const NOT_JSON = badRequest([{ field: '', description: 'Invalid JSON payload received.' }]);

/** 400 with the fields that are wrong. */
export function invalidPayload(error: z.ZodError): Answer {
  return badRequest(
    error.issues.map((issue) => ({ field: issue.path.join('.'), description: issue.message })),
  );
}

/** FCM's words for the faults. The refusal blames the payload, so that no token is lost to it. */
export const FCM_FAULTS: FaultAnswers = {
  refuse: badRequest([{ field: 'message', description: 'Refused by the fault plan.' }]),
  throttle: {
    ...fcmError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded for quota metric.', withFcmCode('QUOTA_EXCEEDED')),
    headers: { 'retry-after': '1' },
  },
  error: fcmError(503, 'UNAVAILABLE', 'The service is currently unavailable.', withFcmCode('UNAVAILABLE')),
  errorAfterAccept: fcmError(500, 'INTERNAL', 'Internal error encountered.', withFcmCode('INTERNAL')),
};

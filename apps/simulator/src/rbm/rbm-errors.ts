import type { z } from 'zod';
import type { Answer, FaultAnswers } from '../calls/answer.ts';

/** Errors as all of Google's APIs word them: `{ error: { code, message, status } }`. */
function rbmError(code: number, status: string, message: string): Answer {
  return { status: code, body: { error: { code, message, status } } };
}

/** 401: no bearer token came with the call. */
export const UNAUTHENTICATED = rbmError(
  401,
  'UNAUTHENTICATED',
  'Request is missing required authentication credential. Expected OAuth 2 access token.',
);

/** 404: the number has no RCS, or the agent is not launched there. Google likes to repeat the number. */
export const unreachable = (number: string): Answer =>
  rbmError(404, 'NOT_FOUND', `The specified phone number ${number} cannot be reached by RBM at this time.`);

/** 404: there is no such message, or it was delivered already. */
export const NOT_REVOKED = rbmError(404, 'NOT_FOUND', 'The message was delivered already.');

/** 400, with what is wrong. */
export const invalid = (message: string): Answer => rbmError(400, 'INVALID_ARGUMENT', message);

/** 400 with the fields that are wrong. */
export function invalidMessage(error: z.ZodError): Answer {
  return invalid(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

/** RBM's words for the faults. */
export const RBM_FAULTS: FaultAnswers = {
  refuse: invalid('Refused by the fault plan.'),
  throttle: {
    ...rbmError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.'),
    headers: { 'retry-after': '1' },
  },
  error: rbmError(503, 'UNAVAILABLE', 'The service is currently unavailable.'),
  errorAfterAccept: rbmError(500, 'INTERNAL', 'Internal error encountered.'),
};

import type { z } from 'zod';
import type { Answer, FaultAnswers } from '../calls/answer.ts';
import type { AcceptedMessage } from './accepted-messages.ts';

function simError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

/** 201: taken. A repeat under the same key gets the very same answer. */
export function taken(message: AcceptedMessage): Answer {
  return {
    status: 201,
    body: {
      id: message.id,
      reference: message.reference,
      status: 'accepted',
      acceptedAt: message.acceptedAt.toISOString(),
    },
  };
}

/** 400: the body is no JSON. */
export const NOT_JSON = simError(400, 'invalid', 'the body is not JSON');

/** 400: the idempotent mode needs a key. */
export const NO_KEY = simError(400, 'invalid', 'key: an idempotency key is missing');

/** 400: the simulator would never call there. */
export const BAD_CALLBACK = simError(
  400,
  'invalid',
  'callbackUrl: must be on loopback or under HERMOD_PUBLIC_URL',
);

/** 400 with the fields that are wrong. */
export function invalid(error: z.ZodError): Answer {
  const wrong = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return simError(400, 'invalid', wrong.join('; '));
}

const BROKEN = simError(500, 'internal', 'something broke');

/** The words of `sim` for the faults. Both errors are the same 500: from outside nobody can tell them apart. */
export const SIM_FAULTS: FaultAnswers = {
  refuse: simError(422, 'refused', 'refused by the fault plan'),
  throttle: { ...simError(429, 'throttled', 'too many messages'), headers: { 'retry-after': '1' } },
  error: BROKEN,
  errorAfterAccept: BROKEN,
};

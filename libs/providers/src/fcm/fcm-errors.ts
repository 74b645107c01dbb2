import { z } from 'zod';
import {
  jsonOf,
  refused,
  resultOfStatus,
  retryAfter,
  withoutAddresses,
  type Answer,
} from '../http/outcomes.ts';
import type { HandOverResult } from '../provider.ts';

const FCM_ERROR = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

const ErrorAnswer = z.object({
  error: z.object({
    status: z.string().default(''),
    message: z.string().default(''),
    details: z
      .array(
        z.looseObject({
          '@type': z.string().default(''),
          errorCode: z.string().optional(),
          fieldViolations: z.array(z.object({ field: z.string().default('') })).optional(),
        }),
      )
      .default([]),
  }),
});
type FcmError = z.infer<typeof ErrorAnswer>['error'];

/**
 * What an FCM error means for the message and for the token. The token is only blamed when FCM itself says so: a 404
 * of a proxy, or a 400 about our payload, is no reason to stop reaching somebody. `quotaWaitMs`: FCM asks for a
 * minute at least when it gives no Retry-After.
 */
export function resultOfFcmError(answer: Answer, token: string, quotaWaitMs = 60_000): HandOverResult {
  const read = ErrorAnswer.safeParse(jsonOf(answer));
  if (!read.success) return resultOfStatus(answer);
  const { error } = read.data;
  const code = error.details.find((detail) => detail['@type'] === FCM_ERROR)?.errorCode;
  const reason = `${code ?? error.status} ${withoutAddresses(error.message, token)}`.trim();
  switch (code) {
    case 'UNREGISTERED':
      return refused('PROVIDER_REFUSED', reason, 'dead');
    case 'SENDER_ID_MISMATCH':
      return refused('PROVIDER_REFUSED', reason, 'unusable');
    case 'INVALID_ARGUMENT':
      return refused('PROVIDER_REFUSED', reason, blamesToken(error) ? 'unusable' : undefined);
    case 'THIRD_PARTY_AUTH_ERROR':
      // 401, yet about the project's APNs or VAPID keys: no other access token mends it.
      return refused('PROVIDER_REFUSED', reason);
    case 'QUOTA_EXCEEDED':
      return {
        outcome: 'retry',
        code: 'PROVIDER_THROTTLED',
        reason,
        retryAfterMs: quotaWaitMs,
        ...retryAfter(answer),
      };
    default:
      return resultOfStatus(answer, reason);
  }
}

/** An invalid argument is the token if FCM names it, or names nothing (it then says so in words only). */
function blamesToken(error: FcmError): boolean {
  const violations = error.details
    .filter((detail) => detail['@type'] === BAD_REQUEST)
    .flatMap((detail) => detail.fieldViolations ?? []);
  return violations.length === 0
    ? /registration token/i.test(error.message)
    : violations.some(({ field }) => field === 'message.token');
}

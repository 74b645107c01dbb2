import { z } from 'zod';
import {
  jsonOf,
  refused,
  resultOfStatus,
  retryAfter,
  withoutAddresses,
  type Answer,
} from '../http/outcomes.ts';
import type { ContactPointTrouble, HandOverResult } from '../provider.ts';

const ErrorAnswer = z.object({ code: z.number(), message: z.string().default('') });

/** Codes that say something about the number (twilio.com/docs/api/errors). */
const TROUBLE: Readonly<Record<number, ContactPointTrouble>> = {
  21211: 'dead', // no valid number
  21217: 'dead', // no number at all
  21610: 'opted-out', // replied STOP to this sender
  21614: 'unusable', // no mobile number
  21635: 'unusable', // a landline, in a country where those get none
};
const TOO_MANY_REQUESTS = 20429;
/** More than this sender's queue takes. */
const QUEUE_OVERFLOW = 21611;

/** What Twilio's answer to a create means. Its messages quote the number, so they are cleaned. */
export function resultOfTwilioError(answer: Answer, to: string): HandOverResult {
  const read = ErrorAnswer.safeParse(jsonOf(answer));
  if (!read.success) return resultOfStatus(answer);
  const { code, message } = read.data;
  const reason = `${code} ${withoutAddresses(message, to)}`.trim();
  if (code === TOO_MANY_REQUESTS || code === QUEUE_OVERFLOW) {
    return { outcome: 'retry', code: 'PROVIDER_THROTTLED', reason, ...retryAfter(answer) };
  }
  const trouble = answer.status < 500 ? TROUBLE[code] : undefined;
  return trouble === undefined
    ? resultOfStatus(answer, reason)
    : refused('PROVIDER_REFUSED', reason, trouble);
}

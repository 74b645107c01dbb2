/** Errors of Google's RCS for Business API: `{ error: { code, status, message, details } }`, as all of its APIs word them. */
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

const ErrorAnswer = z.object({
  error: z.object({
    status: z.string().min(1),
    message: z.string().default(''),
    details: z.array(z.looseObject({ reason: z.string().optional() })).default([]),
  }),
});

/** What Google says when it is about us, and not about the phone. */
const OURS = /does not have permission|authentication|credential|scope|has not been used|disabled|API key/i;

/**
 * What an error means for the message. A number without RCS, or whose carrier has not launched the agent, is answered 404 (403 in
 * older versions): refused, yet the number itself isn't blamed, since phones gain and lose RCS every day.
 * @param phone the number, which Google likes to repeat
 */
export function resultOfRbmError(
  answer: Answer,
  phone: string,
): Exclude<HandOverResult, { outcome: 'accepted' }> {
  const read = ErrorAnswer.safeParse(jsonOf(answer));
  if (!read.success) return resultOfStatus(answer);
  const { status, message, details } = read.data.error;
  const reason = `${status} ${withoutAddresses(message, phone)}`.trim();
  if (answer.status === 404) return refused('PROVIDER_CHANNEL_UNSUPPORTED', `no RCS: ${reason}`);
  if (answer.status === 403) {
    const isOurs = OURS.test(message) || details.some(({ reason: why }) => why !== undefined);
    return isOurs
      ? refused('PROVIDER_CREDENTIALS', reason)
      : refused('PROVIDER_CHANNEL_UNSUPPORTED', `no RCS: ${reason}`);
  }
  if (status === 'RESOURCE_EXHAUSTED' && answer.status === 429)
    return { outcome: 'retry', code: 'PROVIDER_THROTTLED', reason, ...retryAfter(answer) };
  return resultOfStatus(answer, reason);
}

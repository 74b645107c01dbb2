import type { Channel } from '@hermod/contracts';
import { z } from 'zod';
import {
  jsonOf,
  refused,
  resultOfStatus,
  retryAfter,
  withoutAddresses,
  type Answer,
} from '../http/outcomes.ts';
import type { ContactPointTrouble, HandOver, HandOverResult } from '../provider.ts';

const ErrorAnswer = z.object({ code: z.number(), message: z.string().default('') });

/** Codes that answer a create and say something about the number (twilio.com/docs/api/errors). */
const TROUBLE: Readonly<Record<number, ContactPointTrouble>> = {
  21211: 'unusable', // no valid number
  21217: 'unusable', // no number at all
  21610: 'opted-out', // replied STOP to this sender
  21614: 'unusable', // no mobile number
  21635: 'unusable', // a landline, in a country where those get none
};
const TOO_MANY_REQUESTS = 20429;
/** More than this sender's queue takes. */
const QUEUE_OVERFLOW = 21611;

/**
 * Codes of status callbacks that say of a number that it gets no texts, and will not. An unreachable handset (30003) is none of
 * them: it may be on again tomorrow.
 */
const UNUSABLE: ReadonlyMap<string, string> = new Map([
  ['21614', 'no mobile number'],
  ['21635', 'a landline'],
  ['30005', 'unknown or no longer in service'],
  ['30006', 'a landline, or a carrier that takes no texts'],
]);

/** Why a number gets no texts, by the code of a status callback; undefined where the code says nothing of it. */
export function unusableNumber(code: string | undefined): string | undefined {
  const words = UNUSABLE.get(code ?? '');
  return words === undefined ? undefined : `${code} ${words}`;
}

/** What Twilio's answer to a create means. Its messages quote the number, so they are cleaned. */
export function resultOfTwilioError(
  answer: Answer,
  { to, channel }: Pick<HandOver, 'to' | 'channel'>,
): HandOverResult {
  const read = ErrorAnswer.safeParse(jsonOf(answer));
  if (!read.success) return resultOfStatus(answer);
  const { code, message } = read.data;
  const reason = `${code} ${withoutAddresses(message, to)}`.trim();
  if (code === TOO_MANY_REQUESTS || code === QUEUE_OVERFLOW) {
    return { outcome: 'retry', code: 'PROVIDER_THROTTLED', reason, ...retryAfter(answer) };
  }
  const trouble = answer.status < 500 ? troubleOn(channel, code) : undefined;
  return trouble === undefined
    ? resultOfStatus(answer, reason)
    : refused('PROVIDER_REFUSED', reason, trouble);
}

/** A number that RCS can't reach may still get texts; an opt-out holds whatever the channel. */
function troubleOn(channel: Channel, code: number): ContactPointTrouble | undefined {
  const trouble = TROUBLE[code];
  return channel === 'rcs' && trouble !== 'opted-out' ? undefined : trouble;
}

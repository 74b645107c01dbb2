/** Twilio's Messages API, called directly: its SDK doesn't tell whether a request was written. */
import { limitsOf } from '../config-fields.ts';
import { HttpPool } from '../http/http-pool.ts';
import { type Answer, jsonOf, resultOfSilence, resultOfStatus } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider } from '../provider.ts';
import type { TwilioConfig } from './twilio-config.ts';
import { resultOfTwilioError } from './twilio-errors.ts';
import { twilioRequest, withoutChannel } from './twilio-request.ts';

/** SMS, MMS and RCS over Twilio. Creating a message takes no idempotency key, so nothing unknown is ever sent again. */
export function openTwilioProvider(config: TwilioConfig): Provider {
  const pool = new HttpPool(config.baseUrl, config.windowSize);
  const path = `/2010-04-01/Accounts/${config.accountSid}/Messages.json`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`${config.accountSid}:${config.authToken}`).toString('base64')}`,
  };
  const channels = config.channels ?? [
    'sms',
    'mms',
    ...(config.rcsSender === undefined ? [] : ['rcs' as const]),
  ];

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    const request = twilioRequest(message, config);
    if ('outcome' in request) return request;
    const body = request.form.toString();
    const outcome = await pool.exchange({ method: 'POST', path, headers, body }, signal, mayStart);
    if (outcome.kind !== 'answered') return resultOfSilence(outcome);
    if (outcome.status < 200 || outcome.status > 299) return resultOfTwilioError(outcome, message);
    return accepted(outcome, request.sender);
  }

  return {
    ...limitsOf(config),
    type: 'twilio',
    namedBy: 'token',
    class: 'at-most-once',
    channels,
    handOver,
    close: () => pool.close(),
  };
}

/** Twilio has the message when it names it; of a Messaging Service it may not know the number yet. */
function accepted(answer: Answer, ours: string | undefined): HandOverResult {
  const { sid, from } = jsonOf(answer) ?? {};
  if (typeof sid !== 'string') return resultOfStatus(answer);
  const sender = typeof from === 'string' && from !== '' ? withoutChannel(from) : ours;
  return { outcome: 'accepted', providerMessageId: sid, ...(sender === undefined ? {} : { sender }) };
}

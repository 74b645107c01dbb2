/** Twilio's Messages API, called directly: its SDK doesn't tell whether a request was written. */
import { limitsOf } from '../config-fields.ts';
import { HttpPool } from '../http/http-pool.ts';
import { jsonOf, refused, resultOfSilence, resultOfStatus } from '../http/outcomes.ts';
import type { HandOver, HandOverResult, Provider } from '../provider.ts';
import type { TwilioConfig } from './twilio-config.ts';
import { resultOfTwilioError } from './twilio-errors.ts';

/** Twilio's bounds of ValidityPeriod. */
const MAX_VALIDITY_SECONDS = 36_000;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i;

/** SMS over Twilio. Creating a message takes no idempotency key, so nothing unknown is ever sent again. */
export function openTwilioProvider(config: TwilioConfig): Provider {
  const pool = new HttpPool(config.baseUrl, config.windowSize);
  const path = `/2010-04-01/Accounts/${config.accountSid}/Messages.json`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`${config.accountSid}:${config.authToken}`).toString('base64')}`,
  };

  async function handOver(
    message: HandOver,
    signal: AbortSignal,
    mayStart?: () => boolean,
  ): Promise<HandOverResult> {
    if (message.content.channel !== 'sms')
      return refused('PROVIDER_CHANNEL_UNSUPPORTED', `twilio sends sms, not ${message.content.channel}`);
    const body = form(message, message.content.text, message.sender ?? config.sender);
    const outcome = await pool.exchange({ method: 'POST', path, headers, body }, signal, mayStart);
    if (outcome.kind !== 'answered') return resultOfSilence(outcome);
    if (outcome.status < 200 || outcome.status > 299) return resultOfTwilioError(outcome, message.to);
    const sid = jsonOf(outcome)?.['sid'];
    return typeof sid === 'string'
      ? { outcome: 'accepted', providerMessageId: sid }
      : resultOfStatus(outcome);
  }

  return {
    ...limitsOf(config),
    type: 'twilio',
    namedBy: 'token',
    class: 'at-most-once',
    channels: ['sms'],
    handOver,
    close: () => pool.close(),
  };
}

function form(message: HandOver, text: string, sender: string): string {
  const validity = Math.min(Math.max(Math.floor(message.ttlMs / 1000), 1), MAX_VALIDITY_SECONDS);
  return new URLSearchParams({
    To: message.to,
    [MESSAGING_SERVICE.test(sender) ? 'MessagingServiceSid' : 'From']: sender,
    Body: text,
    StatusCallback: message.callback.url,
    ValidityPeriod: String(validity),
  }).toString();
}

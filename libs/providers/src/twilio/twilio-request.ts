/** A hand-over as the form of a call to `Messages.json`, or why Twilio can't carry it. */
import { readPhoneNumber, type RenderedMms, type RenderedRcs } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { refused } from '../http/outcomes.ts';
import type { HandOver, Refused } from '../provider.ts';
import { MMS_COUNTRIES, type TwilioConfig } from './twilio-config.ts';

/** Twilio's bounds of ValidityPeriod. */
const MAX_VALIDITY_SECONDS = 36_000;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i;
const RCS = 'rcs:';
/** Somebody who answers can reach these: a number, a short code, an agent. */
const ANSWERABLE = /^(?:\+?\d{3,15}|rcs:.+)$/;

/** The form, and where answers come to unless Twilio says otherwise. */
export interface TwilioRequest {
  readonly form: URLSearchParams;
  /** Absent where a Messaging Service picks the number. */
  readonly sender?: string;
}

/** @returns the form; `Refused` with PROVIDER_CHANNEL_UNSUPPORTED where Twilio would change the channel or lose a part. */
export function twilioRequest(message: HandOver, config: TwilioConfig): TwilioRequest | Refused {
  const { content } = message;
  switch (content.channel) {
    case 'sms':
      return requestOf(message, config.sender, { Body: content.text });
    case 'mms':
      return mmsRequest(message, content, config);
    case 'rcs':
      return rcsRequest(message, content, config);
    default:
      return unsupported(`twilio sends sms, mms and rcs, not ${content.channel}`);
  }
}

/** Twilio makes a text with a link of an MMS to any other country, and Hermod never changes the channel. */
function mmsRequest(
  message: HandOver,
  { text, media }: RenderedMms,
  { sender, mmsCountries }: TwilioConfig,
): TwilioRequest | Refused {
  const country = countryOf(message.to);
  const countries: readonly string[] = mmsCountries ?? MMS_COUNTRIES;
  if (country === undefined || !countries.includes(country))
    return unsupported(`no MMS to ${country ?? 'a number of no known country'}`);
  return requestOf(message, sender, { Body: text, MediaUrl: media.map(({ url }) => url) });
}

/**
 * `To=rcs:…` is RCS and nothing else: Twilio's own fallback to SMS, which would be a second message beside our next
 * rung, only happens to plain numbers and with `FallbackFrom`. What is more than a text or a file Twilio takes only from
 * content templates that are kept there.
 */
function rcsRequest(message: HandOver, content: RenderedRcs, config: TwilioConfig): TwilioRequest | Refused {
  if (config.rcsSender === undefined) return unsupported('this account of twilio has no RCS sender');
  const words =
    'twilio takes this only from its own content templates; hand it over to a provider of type rbm';
  if (content.carousel !== undefined) return unsupported(`a carousel: ${words}`);
  if ((content.suggestions ?? []).length > 0) return unsupported(`suggestions: ${words}`);
  const { title, description, media, suggestions = [] } = content.card ?? {};
  if (title !== undefined || description !== undefined || suggestions.length > 0)
    return unsupported(`a card with words or suggestions: ${words}`);
  return requestOf({ ...message, to: `${RCS}${message.to}`, ...agentOf(message) }, config.rcsSender, {
    Body: content.text,
    MediaUrl: media === undefined ? [] : [media.url],
  });
}

/** Senders are kept with and without the prefix that Twilio wants. */
function agentOf({ sender }: HandOver): { sender?: string } {
  if (sender === undefined) return {};
  return { sender: MESSAGING_SERVICE.test(sender) || sender.startsWith(RCS) ? sender : `${RCS}${sender}` };
}

function requestOf(
  message: HandOver,
  configured: string,
  { Body, MediaUrl = [] }: { readonly Body: string | undefined; readonly MediaUrl?: readonly string[] },
): TwilioRequest {
  const sender = message.sender ?? configured;
  const validity = Math.min(Math.max(Math.floor(message.ttlMs / 1000), 1), MAX_VALIDITY_SECONDS);
  const form = new URLSearchParams({
    To: message.to,
    [MESSAGING_SERVICE.test(sender) ? 'MessagingServiceSid' : 'From']: sender,
    ...(Body === undefined ? {} : { Body }),
    StatusCallback: message.callback.url,
    ValidityPeriod: String(validity),
  });
  for (const url of MediaUrl) form.append('MediaUrl', url);
  return { form, ...(ANSWERABLE.test(sender) ? { sender: withoutChannel(sender) } : {}) };
}

/** An address of Twilio's as Hermod writes it: without `rcs:`. */
export function withoutChannel(address: string): string {
  return address.startsWith(RCS) ? address.slice(RCS.length) : address;
}

function countryOf(number: string): string | undefined {
  try {
    return readPhoneNumber(number).country;
  } catch (error) {
    if (error instanceof HermodError) return undefined;
    throw error;
  }
}

const unsupported = (reason: string): Refused => refused('PROVIDER_CHANNEL_UNSUPPORTED', reason);

/** A form of Twilio's that was verified: signed by the account, and cut nowhere else than Twilio cut it. */
import { refuse, singleHeader, type WebhookRefusal, type WebhookRequest } from '../receipt-reader.ts';
import type { TwilioConfig } from './twilio-config.ts';
import { isSignedByTwilio } from './twilio-signature.ts';

/**
 * Parameters are signed without separators, so a valid signature also fits a form whose borders were moved. What we
 * use must therefore look exactly as Twilio writes it, and names that Twilio would not write are refused. Names we
 * don't know are fine: Twilio adds some from time to time.
 */
const PARAMETER_NAME = /^[A-Z][A-Za-z0-9]{1,63}$/;
export const MESSAGE_SID = /^(?:SM|MM)[0-9a-f]{32}$/i;
export const STATUS = /^[a-z_]{1,32}$/;
export const ADDRESS = /^\+?[0-9A-Za-z ]{2,20}$/;
export const NUMBER = /^(?:rcs:)?\+[0-9]{5,15}$/;
/** Twilio gives agents ids in small letters: none of them can hide a name, which begins with a capital. */
export const AGENT = /^rcs:[a-z0-9][a-z0-9_.-]{1,99}$/;
const ERROR_CODE = /^(?:[0-9]{1,6})?$/;
const MEDIA_COUNT = /^[0-9]{1,2}$/;
/** STOP, START, HELP, whole: of START cut in two (`STA` and a parameter `RT`) less than four letters would be left. */
const OPT_OUT_TYPE = /^[A-Z]{4,20}$/;
const ANYTHING = /^/;

/**
 * Parameters that may be missing: one of them inside of another would be a border that was moved. A sender inside
 * of anything but the text is one as well: a text can be written so that its end looks like a sender of its own.
 */
const OPTIONAL = {
  ErrorCode: ERROR_CODE,
  NumMedia: MEDIA_COUNT,
  OptOutType: OPT_OUT_TYPE,
  ButtonText: ANYTHING,
  ButtonPayload: ANYTHING,
} as const;
const HIDDEN_SENDER = /From(?:rcs:)?\+[0-9]/;
/** Twilio's own names that hold one of those. */
const ALSO_NAMES: ReadonlySet<string> = new Set(['ReferralNumMedia', 'ChannelErrorCode']);

/** The form of a webhook, or why it is not believed. */
export function verifiedForm(
  request: WebhookRequest,
  config: TwilioConfig,
): URLSearchParams | WebhookRefusal {
  const signature = singleHeader(request, 'x-twilio-signature');
  if (signature === undefined)
    return refuse('WEBHOOK_UNSIGNED', 'the webhook is not signed', 'x-twilio-signature');
  const type = singleHeader(request, 'content-type') ?? '';
  if (request.method !== 'POST' || !/^application\/x-www-form-urlencoded\b/i.test(type)) {
    return refuse(
      'WEBHOOK_MALFORMED',
      'configure the webhook as HTTP POST; a form is expected',
      'content-type',
    );
  }
  const form = new URLSearchParams(request.rawBody.toString('utf8'));
  if (!isSignedByTwilio({ url: request.url, form }, signature, config.authToken)) {
    return refuse(
      'WEBHOOK_SIGNATURE_INVALID',
      'the signature fits neither the auth token nor the public URL',
      'x-twilio-signature',
    );
  }
  for (const name of form.keys())
    if (!PARAMETER_NAME.test(name))
      return refuse('WEBHOOK_MALFORMED', 'this parameter is none of Twilio', name.slice(0, 64));
  const moved = movedBorder(form);
  if (moved !== undefined)
    return refuse('WEBHOOK_MALFORMED', 'this parameter is not as Twilio writes it', moved.slice(0, 64));
  if (only(form, 'AccountSid')?.toLowerCase() !== config.accountSid.toLowerCase()) {
    return refuse('WEBHOOK_MALFORMED', 'the webhook is about another account', 'AccountSid');
  }
  return form;
}

/** The name of a parameter in which another one is hidden, or that lost its shape, when it was cut elsewhere. */
function movedBorder(form: URLSearchParams): string | undefined {
  for (const [name, shape] of Object.entries(OPTIONAL)) {
    const isThere = form.has(name);
    if (isThere && only(form, name, shape) === undefined) return name;
    for (const [other, value] of form) {
      if (other === name || other === 'Body' || ALSO_NAMES.has(other)) continue;
      if (!isThere && (other + value).includes(name)) return other;
    }
  }
  for (const [name, value] of form) if (name !== 'Body' && HIDDEN_SENDER.test(value)) return name;
  return swallowedBehindText(form);
}

/**
 * The name of a parameter that has taken in those of RCS, which stand right behind the text: there a border could be moved
 * without any other losing its shape. Nobody writes texts with these names and what follows them.
 */
function swallowedBehindText(form: URLSearchParams): string | undefined {
  const text = `${form.get('Body') ?? ''}${form.has('ButtonText') ? 'ButtonText' : ''}`;
  if (!form.has('ButtonPayload') && /ButtonPayload[^]*ButtonText/.test(text)) return 'Body';
  if (form.has('ChannelMetadata')) return undefined;
  for (const [name, value] of form) if ((name + value).includes('ChannelMetadata{')) return name;
  return undefined;
}

/** The value of a parameter that occurs once and has the shape, else undefined. */
export function only(form: URLSearchParams, name: string, shape?: RegExp): string | undefined {
  const values = form.getAll(name);
  const [value] = values;
  return values.length === 1 && value !== undefined && (shape === undefined || shape.test(value))
    ? value
    : undefined;
}

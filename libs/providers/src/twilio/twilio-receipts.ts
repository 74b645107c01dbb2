/** Twilio's status callbacks and inbound messages. */
import type { ReceiptKind } from '@hermod/contracts';
import { readCallback } from '../callback-token.ts';
import {
  refuse,
  singleHeader,
  type InboundReport,
  type ReaderOptions,
  type PromptReceiptReader,
  type WebhookReading,
  type WebhookRefusal,
  type WebhookRequest,
} from '../receipt-reader.ts';
import type { TwilioConfig } from './twilio-config.ts';
import { isSignedByTwilio } from './twilio-signature.ts';

/** Final states; those on the way (`queued`, `sending`, `sent`, …) and ones we don't know report nothing. */
const KINDS: Readonly<Record<string, ReceiptKind>> = {
  delivered: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
  read: 'read',
};

const OPT_OUT_TYPES: Readonly<Record<string, NonNullable<InboundReport['meaning']>>> = {
  STOP: 'opt-out',
  START: 'opt-in',
  HELP: 'help',
};

/** An empty answer: Twilio says nothing to the person. */
const ANSWER = {
  status: 200,
  contentType: 'text/xml; charset=utf-8',
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

/**
 * Parameters are signed without separators, so a valid signature also fits a form whose borders were moved. What we
 * use must therefore look exactly as Twilio writes it, and names that Twilio would not write are refused. Names we
 * don't know are fine: Twilio adds some from time to time.
 */
const PARAMETER_NAME = /^[A-Z][A-Za-z0-9]{1,63}$/;
const MESSAGE_SID = /^(?:SM|MM)[0-9a-f]{32}$/i;
const STATUS = /^[a-z_]{1,32}$/;
const ADDRESS = /^\+?[0-9A-Za-z ]{2,20}$/;
const ERROR_CODE = /^(?:[0-9]{1,6})?$/;
const MEDIA_COUNT = /^[0-9]{1,2}$/;
const OPT_OUT_TYPE = /^[A-Z]{1,20}$/;

/**
 * Parameters that may be missing: one of them inside of another would be a border that was moved. A sender inside
 * of anything but the text is one as well: a text can be written so that its end looks like a sender of its own.
 */
const OPTIONAL = { ErrorCode: ERROR_CODE, NumMedia: MEDIA_COUNT, OptOutType: OPT_OUT_TYPE } as const;
const HIDDEN_SENDER = /From\+[0-9]/;
/** Twilio's own names that hold one of those. */
const ALSO_NAMES: ReadonlySet<string> = new Set(['ReferralNumMedia', 'ChannelErrorCode']);

/** Reads the webhooks of one Twilio account. */
export function openTwilioReceiptReader(config: TwilioConfig, options: ReaderOptions): PromptReceiptReader {
  const { callbackSecret, now = () => new Date() } = options;
  return {
    type: 'twilio',
    read: (request) => {
      const form = verifiedForm(request, config);
      if (!(form instanceof URLSearchParams)) return form;
      const at = now().toISOString();
      return form.has('MessageStatus')
        ? readStatus(request, form, callbackSecret, at)
        : readInboundMessage(form, at);
    },
  };
}

function verifiedForm(request: WebhookRequest, config: TwilioConfig): URLSearchParams | WebhookRefusal {
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
  return undefined;
}

function readStatus(
  request: WebhookRequest,
  form: URLSearchParams,
  secret: string,
  at: string,
): WebhookReading {
  const sid = only(form, 'MessageSid', MESSAGE_SID);
  if (sid === undefined) return refuse('WEBHOOK_MALFORMED', 'this is no message SID', 'MessageSid');
  const status = only(form, 'MessageStatus', STATUS);
  if (status === undefined) return refuse('WEBHOOK_MALFORMED', 'this is no status', 'MessageStatus');
  const kind = Object.hasOwn(KINDS, status) ? KINDS[status] : undefined;
  // Half of all callbacks say `sent`, which is nothing that the hand-over had not said.
  if (kind === undefined) return { ok: true, receipts: [], inbound: [], answer: ANSWER };
  const claims = readCallback(URL.parse(request.url)?.searchParams.get('t') ?? '', secret);
  if (claims === undefined) return refuse('WEBHOOK_TOKEN_INVALID', 'the callback URL is none of ours', 't');
  const code = only(form, 'ErrorCode') || undefined;
  const reason = kind === 'undelivered' ? { reason: code === undefined ? status : `${code} ${status}` } : {};
  return {
    ok: true,
    receipts: [{ kind, claims, providerMessageId: sid, ...reason, at }],
    inbound: [],
    answer: ANSWER,
  };
}

function readInboundMessage(form: URLSearchParams, at: string): WebhookReading {
  const sid = only(form, 'MessageSid', MESSAGE_SID);
  if (sid === undefined)
    return refuse('WEBHOOK_MALFORMED', 'this is neither a status nor a message', 'MessageSid');
  const from = only(form, 'From', ADDRESS);
  if (from === undefined) return refuse('WEBHOOK_MALFORMED', 'this is no sender', 'From');
  const to = only(form, 'To', ADDRESS);
  if (to === undefined) return refuse('WEBHOOK_MALFORMED', 'this is no receiver', 'To');
  const text = only(form, 'Body');
  if (text === undefined) return refuse('WEBHOOK_MALFORMED', 'the message has no text', 'Body');
  const optOutType = only(form, 'OptOutType') ?? '';
  const meaning = Object.hasOwn(OPT_OUT_TYPES, optOutType) ? OPT_OUT_TYPES[optOutType] : undefined;
  const channel = Number(only(form, 'NumMedia') ?? 0) > 0 ? 'mms' : 'sms';
  const report = {
    kind: 'text',
    channel,
    from,
    to,
    text,
    providerMessageId: sid,
    at,
    ...(meaning === undefined ? {} : { meaning }),
  } as const;
  return { ok: true, receipts: [], inbound: [report], answer: ANSWER };
}

/** The value of a parameter that occurs once and has the shape, else undefined. */
function only(form: URLSearchParams, name: string, shape?: RegExp): string | undefined {
  const values = form.getAll(name);
  const [value] = values;
  return values.length === 1 && value !== undefined && (shape === undefined || shape.test(value))
    ? value
    : undefined;
}

/** Twilio's status callbacks and inbound messages. */
import type { ReceiptKind } from '@hermod/contracts';
import { readAnswer } from '../answer-token.ts';
import { readCallback } from '../callback-token.ts';
import {
  refuse,
  type ContactPointReport,
  type InboundReport,
  type ReaderOptions,
  type PromptReceiptReader,
  type WebhookReading,
  type WebhookRequest,
} from '../receipt-reader.ts';
import type { TwilioConfig } from './twilio-config.ts';
import { unusableNumber } from './twilio-errors.ts';
import { ADDRESS, AGENT, MESSAGE_SID, NUMBER, only, STATUS, verifiedForm } from './twilio-form.ts';
import { withoutChannel } from './twilio-request.ts';

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
        : readInboundMessage(form, config, callbackSecret, at);
    },
  };
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
  const unusable = claims.channel === 'rcs' ? undefined : unusableNumber(code);
  const number = only(form, 'To', NUMBER);
  if (unusable !== undefined && number === undefined)
    return refuse('WEBHOOK_MALFORMED', 'this is no receiver', 'To');
  return {
    ok: true,
    receipts: [{ kind, claims, providerMessageId: sid, ...reason, at }],
    inbound: [],
    ...(unusable === undefined || number === undefined
      ? {}
      : { contactPoints: [unusableReport(number, unusable, sid, at)] }),
    answer: ANSWER,
  };
}

/** What speaks of the number, not of this message, ends its texts, whichever of sms and mms was answered so. */
function unusableReport(address: string, reason: string, sid: string, at: string): ContactPointReport {
  return { kind: 'unusable', channel: 'sms', address, reason, providerMessageId: sid, at };
}

function readInboundMessage(
  form: URLSearchParams,
  config: TwilioConfig,
  secret: string,
  at: string,
): WebhookReading {
  const sid = only(form, 'MessageSid', MESSAGE_SID);
  if (sid === undefined)
    return refuse('WEBHOOK_MALFORMED', 'this is neither a status nor a message', 'MessageSid');
  const from = only(form, 'From', NUMBER) ?? only(form, 'From', ADDRESS);
  if (from === undefined) return refuse('WEBHOOK_MALFORMED', 'this is no sender', 'From');
  const to = receiverOf(form, config);
  if (to === undefined) return refuse('WEBHOOK_MALFORMED', 'this is no receiver', 'To');
  const body = only(form, 'Body');
  if (body === undefined) return refuse('WEBHOOK_MALFORMED', 'the message has no text', 'Body');
  const report: InboundReport = {
    kind: 'text',
    channel: channelOf(form, from),
    from: withoutChannel(from),
    to: withoutChannel(to),
    text: body === '' ? (only(form, 'ButtonText') ?? '') : body,
    providerMessageId: sid,
    at,
    ...answerOf(form, secret),
    ...meaningOf(form),
  };
  return { ok: true, receipts: [], inbound: [report], answer: ANSWER };
}

/** Our number, or agent: the configured one whatever its letters, but no beginning of it, which would be a border that was moved. */
function receiverOf(form: URLSearchParams, { rcsSender }: TwilioConfig): string | undefined {
  const to = only(form, 'To');
  if (to === undefined || to === rcsSender) return to;
  if (rcsSender?.startsWith(to)) return undefined;
  return only(form, 'To', ADDRESS) ?? only(form, 'To', AGENT);
}

function channelOf(form: URLSearchParams, from: string): InboundReport['channel'] {
  if (from !== withoutChannel(from)) return 'rcs';
  return Number(only(form, 'NumMedia') ?? 0) > 0 ? 'mms' : 'sms';
}

/** The chip's postback, where it is one that Hermod has written; others are as good as their label. */
function answerOf(form: URLSearchParams, secret: string): Pick<InboundReport, 'answer'> {
  const claims = readAnswer(only(form, 'ButtonPayload') ?? '', secret);
  if (claims === undefined) return {};
  const { messageId, runId, reply } = claims;
  return { answer: { messageId, runId, reply } };
}

function meaningOf(form: URLSearchParams): Pick<InboundReport, 'meaning'> {
  const type = only(form, 'OptOutType') ?? '';
  const meaning = Object.hasOwn(OPT_OUT_TYPES, type) ? OPT_OUT_TYPES[type] : undefined;
  return meaning === undefined ? {} : { meaning };
}

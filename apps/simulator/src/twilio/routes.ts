import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { playCall, type Acceptance, type ProviderCall, type Verdict } from '../calls/play-call.ts';
import { phoneNumber } from '../phones/phone-number.ts';
import type { Phones } from '../phones/phones.ts';
import { parseBody } from '../problem.ts';
import type { World } from '../world.ts';
import { readAccount, type Account } from './account.ts';
import { type Carrier, carryTo, newSid } from './inbound.ts';
import { messageResource } from './message-resource.ts';
import { KeywordHandling, type OptOuts } from './opt-outs.ts';
import { readSmsRequest, type SmsRequest } from './sms-request.ts';
import { statusCallbacks } from './status-callbacks.ts';
import { NOT_AUTHENTICATED, OPTED_OUT, TWILIO_FAULTS } from './twilio-errors.ts';

interface Send {
  Params: { account: string };
}

const Keywords = z.strictObject({ handling: KeywordHandling });

/** Twilio, with what it keeps about phones. */
export function carrierOf(phones: Phones, optOuts: OptOuts): Carrier {
  return { optOuts, show: (phone, arrival) => phones.receive(phone, arrival) };
}

/** Where Twilio posts what people answer. */
export function inboundUrl(publicUrl: string): string {
  return `${publicUrl}/webhooks/twilio`;
}

/**
 * Twilio's `Messages.json` with its status callbacks. Not idempotent: each accepted call is a message. And what Twilio does
 * about keywords from a phone.
 */
export function twilioRoutes(app: FastifyInstance, world: World, optOuts: OptOuts): void {
  app.post<Send>('/2010-04-01/Accounts/:account/Messages.json', (request, reply) =>
    playCall(world, request, reply, readCall(world, optOuts, request)),
  );
  app.put<{ Params: { number: string } }>('/phones/:number/keywords', ({ params, body }) => {
    const { handling } = parseBody(Keywords, body);
    optOuts.handle(phoneNumber(params.number), handling);
    return { handling };
  });
}

function readCall(world: World, optOuts: OptOuts, request: FastifyRequest<Send>): ProviderCall {
  const receivedAt = new Date();
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  return {
    protocol: 'twilio',
    receivedAt,
    reference: referenceIn(form.get('StatusCallback')) ?? form.get('StatusCallback'),
    recipient: form.get('To'),
    body: form.get('Body'),
    answers: TWILIO_FAULTS,
    verdict: judge(world, optOuts, request, form),
  };
}

function judge(
  world: World,
  optOuts: OptOuts,
  request: FastifyRequest<Send>,
  form: URLSearchParams,
): Verdict {
  const { authorization } = request.headers;
  const account = readAccount(authorization, request.params.account, world.settings.twilioAuthToken);
  if (!account) return { refusal: NOT_AUTHENTICATED };
  const read = readSmsRequest(form, (url) => world.webhooks.mayReach(url));
  if ('refusal' in read) return read;
  if (optOuts.blocks(read.sms.to, read.sms.from)) return { refusal: OPTED_OUT };
  return {
    accept: (at, isUndelivered) => acceptSms(world, optOuts, { ...read, account }, at, isUndelivered),
  };
}

interface Ordered {
  readonly sms: SmsRequest;
  readonly account: Account;
}

function acceptSms(
  world: World,
  optOuts: OptOuts,
  ordered: Ordered,
  at: Date,
  isUndelivered: boolean,
): Acceptance {
  const { sms, account } = ordered;
  const sid = newSid();
  if (!isUndelivered) showSms(world, optOuts, ordered, sid, at);
  return {
    providerId: sid,
    answer: { status: 201, body: messageResource(sms, account.sid, sid, at) },
    receipts: statusCallbacks(sms, account, sid, isUndelivered),
  };
}

function showSms(world: World, optOuts: OptOuts, { sms, account }: Ordered, sid: string, at: Date): void {
  const between = { phone: sms.to, sender: sms.from, account };
  world.phones.receive(sms.to, {
    channel: sms.mediaUrls.length > 0 ? 'mms' : 'sms',
    provider: 'twilio',
    messageId: referenceIn(sms.statusCallback) ?? sid,
    text: sms.body,
    from: sms.from,
    ...(sms.mediaUrls.length > 0 ? { media: sms.mediaUrls.map((url) => ({ url })) } : {}),
    receivedAt: at.toISOString(),
    carryReply: carryTo(inboundUrl(world.settings.publicUrl), carrierOf(world.phones, optOuts), between),
  });
}

/**
 * Twilio carries no reference of the caller; what comes closest is `message` in the query of the callback URL
 * (and, for the ledger, that URL as a whole).
 */
function referenceIn(statusCallback: string | null): string | undefined {
  if (statusCallback === null) return undefined;
  return URL.parse(statusCallback)?.searchParams.get('message') ?? undefined;
}

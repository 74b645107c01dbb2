import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { playCall, type ProviderCall, type Verdict } from '../calls/play-call.ts';
import { phoneNumber } from '../phones/phone-number.ts';
import type { Phones } from '../phones/phones.ts';
import { parseBody } from '../problem.ts';
import type { World } from '../world.ts';
import { acceptMessage, referenceIn } from './accept-message.ts';
import { readAccount } from './account.ts';
import { ContentTemplates, NewTemplate } from './content-templates.ts';
import type { Carrier } from './inbound.ts';
import { readMessageRequest } from './message-request.ts';
import { KeywordHandling, type OptOuts } from './opt-outs.ts';
import { NOT_AUTHENTICATED, OPTED_OUT, TWILIO_FAULTS } from './twilio-errors.ts';

interface Send {
  Params: { account: string };
}

const Keywords = z.strictObject({ handling: KeywordHandling });

/** Twilio, with what it keeps about phones. */
export function carrierOf(phones: Phones, optOuts: OptOuts): Carrier {
  return { optOuts, show: (phone, arrival) => phones.receive(phone, arrival) };
}

/** Twilio as the calls of one simulator see it. */
interface Twilio {
  readonly world: World;
  readonly carrier: Carrier;
  readonly templates: ContentTemplates;
}

/**
 * Twilio's `Messages.json` with its status callbacks. Not idempotent: each accepted call is a message. Content templates for what
 * RCS can't say otherwise. And what Twilio does about keywords from a phone.
 */
export function twilioRoutes(app: FastifyInstance, world: World, optOuts: OptOuts): void {
  const twilio = { world, carrier: carrierOf(world.phones, optOuts), templates: new ContentTemplates() };
  app.post<Send>('/2010-04-01/Accounts/:account/Messages.json', (request, reply) =>
    playCall(world, request, reply, readCall(twilio, request)),
  );
  app.post('/v1/Content', ({ body }, reply) => {
    const template = parseBody(NewTemplate, body);
    return reply.code(201).send({ ...template, sid: twilio.templates.add(template) });
  });
  app.put<{ Params: { number: string } }>('/phones/:number/keywords', ({ params, body }) => {
    const { handling } = parseBody(Keywords, body);
    optOuts.handle(phoneNumber(params.number), handling);
    return { handling };
  });
}

function readCall(twilio: Twilio, request: FastifyRequest<Send>): ProviderCall {
  const receivedAt = new Date();
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  return {
    protocol: 'twilio',
    receivedAt,
    reference: referenceIn(form.get('StatusCallback')) ?? form.get('StatusCallback'),
    recipient: form.get('To')?.replace(/^rcs:/, '') ?? null,
    body: form.get('Body'),
    answers: TWILIO_FAULTS,
    verdict: judge(twilio, request, form),
  };
}

function judge(
  { world, carrier, templates }: Twilio,
  request: FastifyRequest<Send>,
  form: URLSearchParams,
): Verdict {
  const { authorization } = request.headers;
  const account = readAccount(authorization, request.params.account, world.settings.twilioAuthToken);
  if (!account) return { refusal: NOT_AUTHENTICATED };
  const read = readMessageRequest(form, { mayReach: (url) => world.webhooks.mayReach(url), templates });
  if ('refusal' in read) return read;
  const { message } = read;
  if (carrier.optOuts.blocks(message.phone, message.from)) return { refusal: OPTED_OUT };
  return {
    accept: (at, isUndelivered) => acceptMessage(world, carrier, { message, account }, at, isUndelivered),
  };
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { playCall } from '../calls/play-call.ts';
import type { Answer } from '../calls/answer.ts';
import { phoneNumber } from '../phones/phone-number.ts';
import { parseBody } from '../problem.ts';
import type { World } from '../world.ts';
import { Agents, Brand } from './agents.ts';
import { Capabilities, PhoneCapabilities } from './capabilities.ts';
import { type AgentQuery, isAuthorized, readCreate, type Rbm } from './create-message.ts';
import { invalid, NOT_REVOKED, UNAUTHENTICATED, unreachable } from './rbm-errors.ts';
import { openRbmWebhook } from './rbm-webhook.ts';
import { SentMessages } from './sent-messages.ts';

interface OnPhone {
  Params: { number: string };
  Querystring: AgentQuery;
}

interface Revoke {
  Params: { number: string; id: string };
  Querystring: AgentQuery;
}

const Subscription = z.strictObject({ subscribed: z.boolean('say whether: {"subscribed": false}') });

/** Google RCS for Business, and what a person and a test can make of a phone and an agent. */
export function rbmRoutes(app: FastifyInstance, world: World): void {
  const rbm: Rbm = {
    world,
    agents: new Agents(),
    capabilities: new Capabilities(),
    sent: new SentMessages(),
    webhook: openRbmWebhook(`${world.settings.publicUrl}/webhooks/rbm`, world.settings.rbmClientToken),
  };
  platformRoutes(app, rbm);
  settingRoutes(app, rbm);
}

/** The API as Google documents it. */
function platformRoutes(app: FastifyInstance, rbm: Rbm): void {
  app.post<OnPhone>('/v1/phones/:number/agentMessages', (request, reply) =>
    playCall(rbm.world, request, reply, readCreate(rbm, request)),
  );

  app.delete<Revoke>('/v1/phones/:number/agentMessages/:id', (request, reply) => {
    const { params, query } = request;
    if (!isAuthorized(request)) return give(reply, UNAUTHENTICATED);
    const isRevoked = rbm.sent.revoke(query.agentId ?? '', params.id, params.number);
    return give(reply, isRevoked ? { status: 200, body: {} } : NOT_REVOKED);
  });

  app.get<OnPhone>('/v1/phones/:number/capabilities', (request, reply) => {
    const { params, query } = request;
    if (!isAuthorized(request)) return give(reply, UNAUTHENTICATED);
    if (!query.agentId) return give(reply, invalid('agentId is missing.'));
    const { rcs, features } = rbm.capabilities.of(params.number);
    const body = { name: `phones/${params.number}/capabilities`, features };
    return give(reply, rcs ? { status: 200, body } : unreachable(params.number));
  });

  app.post<OnPhone>('/v1/phones/:number/agentEvents', (request, reply) => {
    const { params, query } = request;
    if (!isAuthorized(request)) return give(reply, UNAUTHENTICATED);
    if (!query.agentId || !query.eventId) return give(reply, invalid('agentId and eventId are required.'));
    return give(reply, {
      status: 200,
      body: { name: `phones/${params.number}/agentEvents/${query.eventId}` },
    });
  });
}

/** What a test or a person sets: phones, brands, whether somebody wants to hear more. */
function settingRoutes(app: FastifyInstance, { world, agents, capabilities, sent, webhook }: Rbm): void {
  app.put<OnPhone>('/phones/:number/capabilities', async ({ params, body }) => {
    const number = phoneNumber(params.number);
    const told = parseBody(PhoneCapabilities, body);
    capabilities.tell(number, told);
    if (told.rcs && told.online) await world.webhooks.sendInOrder(sent.arrive(number, new Date()));
    return told;
  });

  app.put<{ Params: { id: string } }>('/rbm/agents/:id', ({ params, body }) => {
    const { name, logo } = parseBody(Brand, body);
    agents.register(params.id, { name, ...(logo === undefined ? {} : { logo }) });
    return { id: params.id, ...agents.brandOf(params.id) };
  });

  app.put<{ Params: { number: string; agent: string } }>(
    '/phones/:number/agents/:agent',
    async ({ params, body }) => {
      const { subscribed } = parseBody(Subscription, body);
      const between = { agentId: params.agent, number: phoneNumber(params.number) };
      const event = webhook.userEvent(between, subscribed ? 'SUBSCRIBE' : 'UNSUBSCRIBE', new Date());
      return { subscribed, isTaken: await world.webhooks.sendInOrder([event]) };
    },
  );
}

function give(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  return reply.code(status).send(body);
}

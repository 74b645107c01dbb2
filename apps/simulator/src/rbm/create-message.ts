import type { FastifyRequest } from 'fastify';
import { parseJson } from '../calls/parse-json.ts';
import type { Acceptance, ProviderCall, Verdict } from '../calls/play-call.ts';
import type { World } from '../world.ts';
import { AgentMessage, MAX_MESSAGE_BYTES, suggestionsOf } from './agent-message.ts';
import type { Agents } from './agents.ts';
import { type Capabilities, featuresFor } from './capabilities.ts';
import { viewOf } from './phone-view.ts';
import * as errors from './rbm-errors.ts';
import type { RbmWebhook } from './rbm-webhook.ts';
import type { SentMessages } from './sent-messages.ts';

/** The platform between agents and phones. */
export interface Rbm {
  readonly world: World;
  readonly agents: Agents;
  readonly capabilities: Capabilities;
  readonly sent: SentMessages;
  readonly webhook: RbmWebhook;
}

export interface AgentQuery {
  readonly agentId?: string;
  readonly messageId?: string;
  readonly eventId?: string;
}

type Create = FastifyRequest<{ Params: { number: string }; Querystring: AgentQuery }>;

/** Any bearer token will do. */
export const isAuthorized = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  /^Bearer \S+/.test(headers.authorization ?? '');

/** `phones.agentMessages.create`: an id that the agent has used before is taken, and does nothing. */
export function readCreate(rbm: Rbm, request: Create): ProviderCall {
  const parsed = AgentMessage.safeParse(parseJson(request.body));
  return {
    protocol: 'rbm',
    receivedAt: new Date(),
    reference: request.query.messageId ?? null,
    recipient: request.params.number,
    body: parsed.data === undefined ? null : viewOf(parsed.data).text,
    answers: errors.RBM_FAULTS,
    verdict: judge(rbm, request, parsed),
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function judge(rbm: Rbm, request: Create, parsed: ReturnType<typeof AgentMessage.safeParse>): Verdict {
  const { agentId, messageId } = request.query;
  const { number } = request.params;
  if (!isAuthorized(request)) return { refusal: errors.UNAUTHENTICATED };
  if (!agentId) return { refusal: errors.invalid('agentId is missing.') };
  if (messageId === undefined || !UUID.test(messageId))
    return { refusal: errors.invalid('messageId must be a UUID.') };
  if (!/^\+\d{3,15}$/.test(number)) return { refusal: errors.invalid('This is no number in E.164.') };
  if (!parsed.success) return { refusal: errors.invalidMessage(parsed.error) };
  if (Buffer.byteLength(String(request.body)) > MAX_MESSAGE_BYTES)
    return { refusal: errors.invalid('The message has more than 250 KB.') };
  const { rcs, features } = rbm.capabilities.of(number);
  if (!rcs) return { refusal: errors.unreachable(number) };
  const missing = featuresFor(parsed.data).filter((feature) => !features.includes(feature));
  if (missing.length > 0)
    return { refusal: errors.invalid(`The device does not support ${missing.join(', ')}.`) };
  const order = { number, agentId, messageId, message: parsed.data };
  return { accept: (at, isLost) => accept(rbm, order, at, isLost) };
}

/** A message that the platform is going to take. */
interface Order {
  readonly number: string;
  readonly agentId: string;
  readonly messageId: string;
  readonly message: AgentMessage;
}

/** Google keeps what has no time to live for 30 days. */
const LONGEST_LIFE_SECONDS = 30 * 24 * 3600;

function accept(rbm: Rbm, order: Order, at: Date, isLost: boolean): Acceptance {
  const { number, agentId, messageId, message } = order;
  const name = `phones/${number}/agentMessages/${messageId}`;
  const taken = {
    providerId: messageId,
    answer: { status: 200, body: { name, sendTime: at.toISOString(), ...message } },
  };
  if (rbm.sent.has(agentId, messageId)) return { ...taken, receipts: [], isRepeat: true };
  const isOnline = rbm.capabilities.of(number).online;
  const lifeSeconds = message.ttl === undefined ? LONGEST_LIFE_SECONDS : Number.parseFloat(message.ttl);
  const deliver = (then: Date) => {
    show(rbm, order, then);
    return rbm.webhook.userEvent(order, 'DELIVERED', then, messageId);
  };
  const expire = (then: Date) => rbm.webhook.serverEvent(order, 'TTL_EXPIRATION_REVOKED', then, messageId);
  const whereabouts = isLost ? 'lost' : isOnline ? 'delivered' : 'waiting';
  const expiresAt = new Date(at.getTime() + lifeSeconds * 1000);
  rbm.sent.add(agentId, messageId, { number, expiresAt, whereabouts, deliver, expire });
  if (isLost) return { ...taken, receipts: [expire(at)] };
  return { ...taken, receipts: isOnline ? [deliver(at)] : [] };
}

function show(
  { world, agents, webhook }: Rbm,
  { number, agentId, messageId, message }: Order,
  at: Date,
): void {
  const between = { agentId, number };
  const brand = agents.brandOf(agentId);
  const suggestions = suggestionsOf(message);
  world.phones.receive(number, {
    channel: 'rcs',
    provider: 'rbm',
    messageId,
    from: brand.name,
    brand,
    ...viewOf(message),
    receivedAt: at.toISOString(),
    reportOpened: (openedAt) => webhook.userEvent(between, 'READ', openedAt, messageId),
    reportTapped: (index, tappedAt) => {
      const suggestion = suggestions[index];
      return suggestion === undefined ? undefined : webhook.tap(between, suggestion, tappedAt);
    },
    carryReply: (text, sentAt) => webhook.text(between, text, sentAt),
  });
}

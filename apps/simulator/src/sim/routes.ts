import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseJson } from '../calls/parse-json.ts';
import { playCall, type Accept, type ProviderCall, type Verdict } from '../calls/play-call.ts';
import type { Answer } from '../calls/answer.ts';
import { parseInput } from '../problem.ts';
import type { World } from '../world.ts';
import { acceptEach, acceptOnce } from './accept-message.ts';
import { AcceptedMessages } from './accepted-messages.ts';
import { BAD_CALLBACK, NO_KEY, NOT_JSON, SIM_FAULTS, invalid, taken } from './sim-answers.ts';
import { SimMessage, textOf } from './sim-message.ts';

const LookUp = z.object({
  reference: z.string().min(1).max(200),
  indexDelayMs: z.coerce.number().int().min(0).max(120_000).optional(),
});

/**
 * The simulator's own protocol, for tests of delivery's classes: `POST /sim/v1/messages` is idempotent by `key`;
 * `POST /sim/v1/lookup/messages` is not, but `GET …?reference=` finds what was accepted, after a delay.
 */
export function simRoutes(app: FastifyInstance, world: World): void {
  const accepted = new AcceptedMessages();

  app.post('/sim/v1/messages', (request, reply) => {
    const take = (message: SimMessage) =>
      message.key === undefined ? NO_KEY : acceptOnce(world, accepted, message, message.key);
    return playCall(world, request, reply, readCall(world, request, take));
  });

  app.post('/sim/v1/lookup/messages', (request, reply) => {
    const take = (message: SimMessage) => acceptEach(world, accepted, message);
    return playCall(world, request, reply, readCall(world, request, take));
  });

  app.get('/sim/v1/lookup/messages', (request) => {
    const query = parseInput(LookUp, request.query);
    const indexDelayMs = query.indexDelayMs ?? world.faults.planOf('sim').indexDelayMs;
    const indexedUntil = new Date(Date.now() - indexDelayMs);
    return {
      messages: accepted.withReference(query.reference, indexedUntil).map((message) => taken(message).body),
    };
  });
}

/** How a mode takes a message that is in order, or what speaks against it. */
type Take = (message: SimMessage) => Accept | Answer;

function readCall(world: World, request: FastifyRequest, take: Take): ProviderCall {
  const receivedAt = new Date();
  const json = parseJson(request.body);
  const parsed = SimMessage.safeParse(json);
  const message = parsed.data;
  return {
    protocol: 'sim',
    receivedAt,
    reference: message?.reference ?? message?.key ?? null,
    recipient: message?.to ?? null,
    body: message ? textOf(message) : null,
    answers: SIM_FAULTS,
    verdict: judge(world, json, parsed, take),
  };
}

function judge(
  world: World,
  json: unknown,
  parsed: ReturnType<typeof SimMessage.safeParse>,
  take: Take,
): Verdict {
  if (json === undefined) return { refusal: NOT_JSON };
  if (!parsed.success) return { refusal: invalid(parsed.error) };
  const { callbackUrl } = parsed.data;
  if (callbackUrl !== undefined && !world.webhooks.mayReach(callbackUrl)) return { refusal: BAD_CALLBACK };
  const taking = take(parsed.data);
  return typeof taking === 'function' ? { accept: taking } : { refusal: taking };
}

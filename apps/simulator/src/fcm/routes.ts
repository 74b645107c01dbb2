import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '../calls/parse-json.ts';
import { playCall, type Acceptance, type ProviderCall, type Verdict } from '../calls/play-call.ts';
import { phoneOfToken } from '../phones/phone-number.ts';
import type { World } from '../world.ts';
import { appSignal } from './app-signal.ts';
import * as errors from './fcm-errors.ts';
import { FcmSend, collapseKeyOf, isTooBig, textOf, type FcmMessage } from './fcm-message.ts';

interface Send {
  Params: { project: string };
}

/** FCM HTTP v1, and the app on the phone that reports what became of a push. */
export function fcmRoutes(app: FastifyInstance, world: World): void {
  // The doubled colon stands for one that is part of the path.
  app.post<Send>('/v1/projects/:project/messages::send', (request, reply) =>
    playCall(world, request, reply, readCall(world, request)),
  );
}

function readCall(world: World, request: FastifyRequest<Send>): ProviderCall {
  const receivedAt = new Date();
  const json = parseJson(request.body);
  const parsed = FcmSend.safeParse(json);
  const message = parsed.data?.message;
  return {
    protocol: 'fcm',
    receivedAt,
    reference: message?.data?.['hermod_message'] ?? null,
    recipient: message?.token ?? null,
    body: message ? textOf(message) : null,
    answers: errors.FCM_FAULTS,
    verdict: judge(world, request, json, parsed),
  };
}

function judge(
  world: World,
  request: FastifyRequest<Send>,
  json: unknown,
  parsed: ReturnType<typeof FcmSend.safeParse>,
): Verdict {
  if (!/^Bearer \S+/.test(request.headers.authorization ?? '')) return { refusal: errors.UNAUTHENTICATED };
  if (json === undefined) return { refusal: errors.NOT_JSON };
  if (!parsed.success) return { refusal: errors.invalidPayload(parsed.error) };
  const { message } = parsed.data;
  if (message.token.includes('dead')) return { refusal: errors.UNREGISTERED };
  const number = phoneOfToken(message.token);
  if (number === undefined) return { refusal: errors.INVALID_TOKEN };
  if (isTooBig(message)) return { refusal: errors.TOO_BIG };
  const push = { number, message, project: request.params.project };
  return { accept: (at, isUndelivered) => acceptPush(world, push, at, isUndelivered) };
}

/** A push that FCM is going to take, and the phone it is for. */
interface Push {
  readonly number: string;
  readonly message: FcmMessage;
  readonly project: string;
}

function acceptPush(world: World, push: Push, at: Date, isUndelivered: boolean): Acceptance {
  const name = `projects/${push.project}/messages/0:${at.getTime()}%${randomBytes(8).toString('hex')}`;
  const answer = { status: 200, body: { name } };
  // FCM has no word for a push that never arrives: then nobody reports anything.
  if (isUndelivered) return { providerId: name, answer, receipts: [] };
  showPush(world, push, name, at);
  const delivered = appSignal(push.message.data ?? {}, world.settings.publicUrl, 'delivered', at);
  return { providerId: name, answer, receipts: delivered ? [delivered] : [] };
}

function showPush(world: World, { number, message }: Push, name: string, at: Date): void {
  const { title, image } = message.notification ?? {};
  const data = message.data ?? {};
  world.phones.receive(number, {
    channel: 'push',
    provider: 'fcm',
    messageId: data['hermod_message'] ?? name,
    text: textOf(message),
    ...(title === undefined ? {} : { title }),
    ...(image === undefined ? {} : { media: [{ url: image }] }),
    receivedAt: at.toISOString(),
    collapseKey: collapseKeyOf(message),
    reportOpened: (openedAt) => appSignal(data, world.settings.publicUrl, 'opened', openedAt),
  });
}

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../problem.ts';
import type { World } from '../world.ts';
import { phoneNumber } from './phone-number.ts';
import { openMessage, sendReply, tapLink, tapSuggestion } from './reactions.ts';

interface OnPhone {
  Params: { number: string };
}
interface OnMessage {
  Params: { number: string; id: string };
}

const Index = z.int().min(0);
const Tap = z.union([z.strictObject({ link: Index }), z.strictObject({ suggestion: Index })], {
  error: 'say which: {"link": n} or {"suggestion": n}, counted from 0',
});
const ReplyText = z.strictObject({
  text: z.string().trim().min(1, 'a text is missing').max(1600),
  /** The id of the message that it answers; a mail is answered only so. */
  message: z.string().optional(),
});

const LISTED_PHONES = 200;

/** `/phones…`: look at phones, and be the person who holds one. */
export function phoneRoutes(app: FastifyInstance, world: World): void {
  app.get('/phones', () => ({ phones: world.phones.list(LISTED_PHONES) }));

  app.get<OnPhone>('/phones/:number/messages', ({ params }) => ({
    messages: world.phones.messages(phoneNumber(params.number)),
  }));

  app.get<OnPhone>('/phones/:number/replies', ({ params }) => ({
    replies: world.phones.replies(phoneNumber(params.number)),
  }));

  app.post<OnPhone>('/phones/:number/replies', async (request, reply) => {
    const { text, message } = parseBody(ReplyText, request.body);
    reply.code(201);
    return sendReply(world, phoneNumber(request.params.number), text, message);
  });

  // No channel of the simulator knows more about reading than about opening, so both are the same act.
  for (const act of ['open', 'read']) {
    app.post<OnMessage>(`/phones/:number/messages/:id/${act}`, ({ params }) =>
      openMessage(world, phoneNumber(params.number), params.id),
    );
  }

  app.post<OnMessage>('/phones/:number/messages/:id/tap', ({ params, body }) => {
    const tap = parseBody(Tap, body);
    const number = phoneNumber(params.number);
    if ('link' in tap) return tapLink(world, number, params.id, tap.link);
    return tapSuggestion(world, number, params.id, tap.suggestion);
  });
}

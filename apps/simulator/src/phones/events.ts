import type { FastifyInstance, FastifyReply } from 'fastify';
import type { World } from '../world.ts';

/** Longer silence makes some proxies cut the connection. */
const HEARTBEAT_MS = 15_000;
const MAX_WATCHERS = 50;

/**
 * `GET /phones/events`: server-sent events. `phones` carries the numbers of phones that changed, as a JSON array;
 * what changed is to be read from the phone.
 */
export function phoneEventRoutes(app: FastifyInstance, world: World): void {
  const open = new Set<FastifyReply>();

  app.get('/phones/events', (_request, reply) => {
    if (open.size >= MAX_WATCHERS) return reply.code(503).send('too many pages watch already');
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write('retry: 1000\n\n');
    open.add(reply);
    const unwatch = world.phones.feed.watch((numbers) => {
      reply.raw.write(`event: phones\ndata: ${JSON.stringify(numbers)}\n\n`);
    });
    const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), HEARTBEAT_MS);
    reply.raw.once('close', () => {
      clearInterval(heartbeat);
      unwatch();
      open.delete(reply);
    });
    return reply;
  });

  app.addHook('preClose', async () => {
    for (const reply of open) reply.raw.end();
  });
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A request that is on its way when the stop begins still gets its answer. */
const GRACE_MS = 100;

/**
 * Has a server that closes wait for open requests, not for connections on which nothing is asked. Node takes one
 * for idle only after its first request (`server.closeIdleConnections`), so a browser or a balancer that connects
 * ahead would hold up the stop until the process is killed.
 */
export function closeQuietConnections(fastify: FastifyInstance): void {
  const { server } = fastify;
  const requests = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    requests.set(socket, 0);
    socket.once('close', () => requests.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const open = requests.get(socket);
      if (open !== undefined) requests.set(socket, open - 1);
    });
  });
  fastify.addHook('preClose', (done) => {
    const timer = setInterval(() => {
      for (const [socket, open] of requests) if (open === 0) socket.destroy();
    }, GRACE_MS);
    server.once('close', () => clearInterval(timer));
    timer.unref();
    done();
  });
}

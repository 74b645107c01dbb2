/** What happens to requests that never become one: too slow, too large in their headers, or no HTTP at all. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { PROBLEM_CONTENT_TYPE, problemOfStatus } from './problem.ts';

/** Node's codes, and what is answered; whatever isn't here is a bad request. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Fastify's `clientErrorHandler`: answers with problem details, as far as the socket still takes any, and hangs up. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  // Nobody is there any more, or what is on its way would be garbled.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy(error);
    return;
  }
  const status = STATUS_BY_CODE[error.code ?? ''] ?? 400;
  const body = JSON.stringify(problemOfStatus(status));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `content-type: ${PROBLEM_CONTENT_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** A body that was refused is read and thrown away up to this size. */
const MOST_DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * Lets who sends too large a body read why it was refused. Fastify closes the connection with the answer; a client
 * that is still sending gets a reset then, and often never sees the answer. Without that, Node reads on and throws
 * away, no longer than the server gives any request to arrive.
 */
export function keepRefusedConnections(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const bytes = Number(request.headers['content-length'] ?? 0);
    if (reply.statusCode === 413 && bytes <= MOST_DISCARDED_BYTES) void reply.removeHeader('connection');
    done(null, payload);
  });
}

import { RequestTimeoutException, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A request may take longer than its deadline by this part of it. */
const PRECISION = 1 / 10;

/** No route may set itself a longer deadline; the server ends what takes longer, whatever it is. */
export const LONGEST_DEADLINE_MS = 10 * 60_000;

/** What a route may set with Nest's `@RouteConfig(…)`. */
export interface RouteDeadline {
  /** From the request's headers to its answer, in milliseconds. For routes that take streams. */
  readonly deadlineMs: number;
}

/**
 * Answers every request whose handler has not answered after `deadlineMs`, or after the route's own deadline: 408
 * when its body isn't there yet, else 503. One timer looks after all of them: Fastify's `handlerTimeout` makes a
 * signal for each request and aborts it at its end, which was a seventh of what a webhook costs the gateway. What a
 * handler waits for has deadlines of its own.
 */
export function keepDeadlines(fastify: FastifyInstance, deadlineMs: number): void {
  // By deadline, each in the order of arrival, so the first is the first to be late.
  const underWay = new Map<number, Map<FastifyReply, number>>();
  const deadlineOf = (request: FastifyRequest): number => ownDeadline(request) ?? deadlineMs;
  const timer = setInterval(() => {
    for (const requests of underWay.values()) answerLate(requests);
  }, deadlineMs * PRECISION).unref();
  fastify.addHook('onRequest', (request, reply, done) => {
    const deadline = deadlineOf(request);
    const requests = underWay.get(deadline) ?? new Map<FastifyReply, number>();
    underWay.set(deadline, requests);
    requests.set(reply, performance.now() + deadline);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    underWay.get(deadlineOf(request))?.delete(reply);
    done();
  });
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(timer);
    done();
  });
}

function ownDeadline(request: FastifyRequest): number | undefined {
  const config = request.routeOptions.config as FastifyContextConfig & Partial<RouteDeadline>;
  return config.deadlineMs === undefined ? undefined : Math.min(config.deadlineMs, LONGEST_DEADLINE_MS);
}

function answerLate(requests: Map<FastifyReply, number>): void {
  for (const [reply, due] of requests) {
    if (due > performance.now()) return;
    requests.delete(reply);
    if (reply.sent || reply.raw.headersSent || reply.raw.destroyed) continue;
    // Of a body that is late nobody waits for the rest.
    if (isStillArriving(reply.request))
      void reply.header('connection', 'close').send(new RequestTimeoutException());
    else void reply.send(new ServiceUnavailableException());
  }
}

function isStillArriving({ raw, headers }: FastifyRequest): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && !raw.complete;
}

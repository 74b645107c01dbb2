import { ServiceUnavailableException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** A request may take longer than its deadline by this part of it. */
const PRECISION = 1 / 10;

/**
 * Answers 503 to every request whose handler has not answered after `deadlineMs`. One timer looks after all of
 * them: Fastify's `handlerTimeout` makes a signal for each request and aborts it at its end, which was a seventh
 * of what a webhook costs the gateway. What a handler waits for has deadlines of its own.
 */
export function keepDeadlines(fastify: FastifyInstance, deadlineMs: number): void {
  // In the order of their arrival, so the first is the first to be late.
  const underWay = new Map<FastifyReply, number>();
  const answerLate = (): void => {
    for (const [reply, due] of underWay) {
      if (due > performance.now()) return;
      underWay.delete(reply);
      if (!reply.sent && !reply.raw.headersSent && !reply.raw.destroyed)
        void reply.send(new ServiceUnavailableException());
    }
  };
  const timer = setInterval(answerLate, deadlineMs * PRECISION).unref();
  fastify.addHook('onRequest', (_request, reply, done) => {
    underWay.set(reply, performance.now() + deadlineMs);
    done();
  });
  fastify.addHook('onResponse', (_request, reply, done) => {
    underWay.delete(reply);
    done();
  });
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(timer);
    done();
  });
}

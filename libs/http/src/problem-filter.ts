import { randomUUID } from 'node:crypto';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@hermod/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_CONTENT_TYPE, problemOf } from './problem.ts';

/** Whoever is told 503 should not hammer; in seconds. */
const RETRY_AFTER_S = '2';

/** Answers every error of an HTTP request as problem details, and logs what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;
  constructor(logger: Logger) {
    this.#logger = logger;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    // Kafka handlers have error rules of their own.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const instance = request.url.split('?', 1)[0] ?? '/';
    const problem = problemOf(error, { instance, reference: randomUUID() });
    const about = { code: problem.code, method: request.method, route: request.routeOptions?.url };
    if (problem.status >= 500)
      this.#logger.error({ ...about, reference: problem.reference, err: error }, 'request failed');
    else this.#logger.debug({ ...about, field: problem.field }, 'request refused');
    // The answer has begun: all that is left is to break it off, so that nobody takes it for whole.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (problem.status === 503) void reply.header('retry-after', RETRY_AFTER_S);
    void reply
      .status(problem.status)
      .header('content-type', PROBLEM_CONTENT_TYPE)
      .send(JSON.stringify(problem));
  }
}

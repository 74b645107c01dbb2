import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { HermodError } from '@hermod/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ServiceAnswer, Services } from '../../outbound/services.ts';
import { callerOf } from './caller.ts';
import { PublicUrl } from './public-url.ts';
import { requestHeaders, responseHeaders } from './proxy-headers.ts';
import { PROXIED_PATHS, serviceFor } from './proxy-routes.ts';

/** Passes requests to the service that answers them: body untouched, answer streamed. */
@Controller()
export class ProxyController {
  readonly #services: Services;
  readonly #publicUrl: PublicUrl;
  constructor(@Inject(Services) services: Services, @Inject(PublicUrl) publicUrl: PublicUrl) {
    this.#services = services;
    this.#publicUrl = publicUrl;
  }

  @All([...PROXIED_PATHS])
  async forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const service = serviceFor(request.url.split('?', 1)[0] ?? '');
    if (service === undefined) throw nothingHere();
    const answer = await this.#services.ask(service, {
      method: request.method,
      path: request.url,
      headers: requestHeaders(request.headers, this.#publicUrl.of(request.url)),
      body: Buffer.isBuffer(request.body) ? request.body : undefined,
      caller: callerOf(request),
    });
    await send(reply, answer);
  }

  /** What nobody answers under /v1 still asks for the key first. */
  @All(['v1', 'v1/*'])
  nothing(): never {
    throw nothingHere();
  }
}

/** Answers as the service did. A body that breaks off breaks the connection, so nobody takes it for whole. */
export async function send(reply: FastifyReply, answer: ServiceAnswer): Promise<void> {
  await reply.status(answer.status).headers(responseHeaders(answer.headers)).send(answer.body);
}

function nothingHere(): HermodError {
  return new HermodError('NOT_FOUND', 'there is nothing here', { fix: 'check the method and the path' });
}

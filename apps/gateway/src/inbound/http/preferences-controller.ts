import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Services } from '../../outbound/services.ts';
import { callerOf } from './caller.ts';
import { requestHeaders } from './proxy-headers.ts';
import { send } from './proxy-controller.ts';
import { PublicUrl } from './public-url.ts';
import { RateLimits } from './rate-limits.ts';

/** Tells consent from where a person asks: evidence of what they say. */
const CLIENT_ADDRESS = 'x-hermod-client-address';
/** An address of the version before, as Node shows it on a socket of both (RFC 4291, 2.5.5.2). */
const MAPPED = /^::ffff:(?=[\d.]+$)/i;

/** Pages that people reach by a link, without a key: the token in it stands for them. */
@Controller()
export class PreferencesController {
  readonly #services: Services;
  readonly #publicUrl: PublicUrl;
  readonly #limits: RateLimits;

  constructor(
    @Inject(Services) services: Services,
    @Inject(PublicUrl) publicUrl: PublicUrl,
    @Inject(RateLimits) limits: RateLimits,
  ) {
    this.#services = services;
    this.#publicUrl = publicUrl;
    this.#limits = limits;
  }

  @Get(['preferences/:token', 'u/:token'])
  show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#forward(token, request, reply);
  }

  @Post(['preferences/:token', 'u/:token'])
  take(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#forward(token, request, reply);
  }

  async #forward(token: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // By its digest: nothing that lives longer than the request holds what speaks for a person.
    this.#limits.countLink(createHash('sha256').update(token).digest('base64url'), reply);
    const [path = ''] = request.url.split('/', 2).slice(1);
    const answer = await this.#services.ask('consent', {
      method: request.method,
      path: request.url,
      headers: {
        ...requestHeaders(request.headers, this.#publicUrl.of(`/${path}`)),
        [CLIENT_ADDRESS]: request.ip.replace(MAPPED, ''),
      },
      body: Buffer.isBuffer(request.body) ? request.body : undefined,
      caller: callerOf(request),
    });
    await send(reply, answer);
  }
}

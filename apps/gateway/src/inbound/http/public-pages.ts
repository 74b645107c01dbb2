import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BackService } from '../../config.ts';
import type { Services } from '../../outbound/services.ts';
import { callerOf } from './caller.ts';
import { send } from './proxy-controller.ts';
import { requestHeaders } from './proxy-headers.ts';
import type { PublicUrl } from './public-url.ts';
import type { RateLimits } from './rate-limits.ts';

/** Tells a service from where a person asks: evidence of what they say, and by which machines are told from people. */
const CLIENT_ADDRESS = 'x-hermod-client-address';
/** An address of the version before, as Node shows it on a socket of both (RFC 4291, 2.5.5.2). */
const MAPPED = /^::ffff:(?=[\d.]+$)/i;

/** Passes on requests of people who came by a link, without a key: what stands in the link stands for them. */
export class PublicPages {
  readonly #services: Services;
  readonly #publicUrl: PublicUrl;
  readonly #limits: RateLimits;

  constructor(services: Services, publicUrl: PublicUrl, limits: RateLimits) {
    this.#services = services;
    this.#publicUrl = publicUrl;
    this.#limits = limits;
  }

  /**
   * Answers as the service does.
   * @param secret what stands in the link
   * @throws HermodError TOO_MANY_REQUESTS, or that the service can't be reached
   */
  async forward(
    service: BackService,
    secret: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    // By its digest: nothing that lives longer than the request holds what speaks for a person.
    this.#limits.countLink(createHash('sha256').update(secret).digest('base64url'), reply);
    const [path = ''] = request.url.split('/', 2).slice(1);
    const answer = await this.#services.ask(service, {
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

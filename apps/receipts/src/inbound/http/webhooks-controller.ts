import type { WebhookRequest } from '@hermod/providers';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Controller, Inject, Param, Post, type RawBodyRequest, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiveWebhook } from '../../application/receive-webhook.ts';

/** Set by the gateway: the absolute URL that the world called. Signatures cover it. */
const PUBLIC_URL_HEADER = 'x-hermod-public-url';

/** `POST /webhooks/{provider}`: what providers report. They have no key; their signature is what counts. */
@Controller('webhooks')
export class WebhooksController {
  readonly #receiveWebhook: ReceiveWebhook;
  readonly #publicUrl: string;

  constructor(@Inject(ReceiveWebhook) receiveWebhook: ReceiveWebhook, @Inject(CONFIG) config: ServiceConfig) {
    this.#receiveWebhook = receiveWebhook;
    this.#publicUrl = config.publicUrl;
  }

  @Post(':provider')
  async receive(
    @Param('provider') provider: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.#receiveWebhook.execute(provider, this.#read(request));
    await reply.status(answer.status).header('content-type', answer.contentType).send(answer.body);
  }

  #read({ method, url, headers, rawBody }: RawBodyRequest<FastifyRequest>): WebhookRequest {
    const called = headers[PUBLIC_URL_HEADER];
    return {
      method,
      url: typeof called === 'string' ? called : this.#publicUrl + url,
      headers,
      rawBody: rawBody ?? Buffer.alloc(0),
    };
  }
}

import type { ReportAnswer } from '@hermod/contracts';
import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReportForwarder } from '../../outbound/report-forwarder.ts';
import { callerOf } from './caller.ts';
import { requestHeaders } from './proxy-headers.ts';
import { PublicUrl } from './public-url.ts';

/** Webhooks and signals: the busiest of what comes back, so they go on to receipts together. */
@Controller()
export class ReportsController {
  readonly #forwarder: ReportForwarder;
  readonly #publicUrl: PublicUrl;
  constructor(@Inject(ReportForwarder) forwarder: ReportForwarder, @Inject(PublicUrl) publicUrl: PublicUrl) {
    this.#forwarder = forwarder;
    this.#publicUrl = publicUrl;
  }

  @Post(['webhooks/:provider', 'v1/signals'])
  async report(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { status, contentType, body }: ReportAnswer = await this.#forwarder.forward({
      path: request.url.split('?', 1)[0] ?? '',
      headers: requestHeaders(request.headers, this.#publicUrl.of(request.url)),
      body: Buffer.isBuffer(request.body) ? request.body.toString('latin1') : '',
      scopes: [...callerOf(request).scopes],
    });
    await reply.status(status).header('content-type', contentType).send(body);
  }
}

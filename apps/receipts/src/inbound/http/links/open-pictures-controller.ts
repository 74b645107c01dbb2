import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordVisit } from '../../../application/links/record-visit.ts';
import { DeliveryLinks } from '../../../outbound/delivery-links.ts';
import { isHead, visitOf } from './link-request.ts';

/** One transparent pixel (GIF 89a), 43 bytes. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const HEADERS = {
  'content-type': 'image/gif',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  // Programs for mail on the web show it within pages of theirs.
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** `/o/{code}`: the picture by which an opening of a mail is known, weakly. */
@Controller('o/:code')
export class OpenPicturesController {
  readonly #links: DeliveryLinks;
  readonly #recordVisit: RecordVisit;
  readonly #log: Logger;

  constructor(
    @Inject(DeliveryLinks) links: DeliveryLinks,
    @Inject(RecordVisit) recordVisit: RecordVisit,
    @Inject(LOG) log: Logger,
  ) {
    this.#links = links;
    this.#recordVisit = recordVisit;
    this.#log = log;
  }

  /** Always the picture, whether the code is known or not: nobody shall see a broken one, nor learn which is. */
  @Get()
  async show(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isHead(request)) await this.#record(code, request);
    await reply.status(200).headers(HEADERS).send(PIXEL);
  }

  async #record(code: string, request: FastifyRequest): Promise<void> {
    const visit = visitOf(code, request);
    try {
      const link = await this.#links.find(code);
      if (link === undefined || link.target !== null || link.expiresAt <= visit.at) return;
      await this.#recordVisit.execute(link, visit);
    } catch (error) {
      this.#log.warn({ err: error }, 'an opening is not recorded: its message can not be found just now');
    }
  }
}

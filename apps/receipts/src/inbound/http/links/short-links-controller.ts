import { HermodError } from '@hermod/contracts';
import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordVisit } from '../../../application/links/record-visit.ts';
import { DeliveryLinks } from '../../../outbound/delivery-links.ts';
import { isHead, visitOf } from './link-request.ts';
import { linkNotFound } from './link-not-found.ts';
import { PageFilter } from './page-filter.ts';

const FOUND = 302;
/** Neither kept nor told on, so that every click arrives here and the target learns of no code. */
const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

/** `/l/{code}`: leads where the link was made to lead, and nowhere else. */
@Controller('l/:code')
@UseFilters(new PageFilter())
export class ShortLinksController {
  readonly #links: DeliveryLinks;
  readonly #recordVisit: RecordVisit;
  constructor(@Inject(DeliveryLinks) links: DeliveryLinks, @Inject(RecordVisit) recordVisit: RecordVisit) {
    this.#links = links;
    this.#recordVisit = recordVisit;
  }

  /** Records the click first, for a second at the most. */
  @Get()
  async follow(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = visitOf(code, request);
    const link = await this.#links.find(code);
    if (link === undefined || link.target === null) throw linkNotFound();
    if (link.expiresAt <= visit.at) throw new HermodError('LINK_EXPIRED', 'this link has expired');
    if (!isHead(request)) await this.#recordVisit.execute(link, visit);
    await reply.status(FOUND).headers(HEADERS).header('location', link.target).send();
  }
}

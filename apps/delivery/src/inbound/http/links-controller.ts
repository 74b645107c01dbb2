import { LINK_CODE } from '@hermod/channels';
import { HermodError } from '@hermod/contracts';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { type KnownLink, Links } from '../../storage/links.ts';

const LinkPath = z.object({ code: z.string().regex(LINK_CODE) });
type LinkPath = z.infer<typeof LinkPath>;

/** Links of messages, for receipts; not reachable from outside. */
@Controller('v1/links')
export class LinksController {
  readonly #links: Links;
  constructor(@Inject(Links) links: Links) {
    this.#links = links;
  }

  /** Where a link leads and whose it is, also when it has expired. */
  @Get(':code')
  async get(@Param({ schema: LinkPath }) { code }: LinkPath): Promise<KnownLink> {
    const link = await this.#links.find(code);
    if (link !== undefined) return link;
    throw new HermodError('LINK_NOT_FOUND', 'there is no such link', { field: 'code' });
  }
}

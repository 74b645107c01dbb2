import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ConsolePage } from './console-page.ts';
import { renderMessageFrame } from './message-frame.ts';

/** The addresses that the console gives its pages. Whatever else isn't known stays a problem. */
const PAGES = ['people', 'journeys', 'templates', 'senders', 'runs', 'messages', 'dead-letters'].flatMap(
  (page) => [page, `${page}/:id`],
);

/** The console's page under each of its addresses, so that a link into it works. */
@Controller()
export class ConsoleController {
  readonly #page: ConsolePage;
  constructor(@Inject(ConsolePage) page: ConsolePage) {
    this.#page = page;
  }

  @Get(['/', 'health', 'reviews', 'policy', 'unmatched', ...PAGES, 'people/:id/erasure'])
  async show(@Res() reply: FastifyReply): Promise<void> {
    const { html, headers } = this.#page.render();
    await reply.headers(headers).send(html);
  }

  /** What stands around an email or a picture of others. @param pictures `show`: they may be fetched. */
  @Get('frames/message')
  async frame(@Query('pictures') pictures: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { html, headers } = renderMessageFrame(pictures === 'show');
    await reply.headers(headers).send(html);
  }
}

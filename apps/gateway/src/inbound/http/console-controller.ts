import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ConsolePage } from './console-page.ts';

/** The addresses that the console gives its pages. Whatever else isn't known stays a problem. */
const PAGES = ['people', 'journeys', 'runs', 'messages', 'dead-letters'].flatMap((page) => [
  page,
  `${page}/:id`,
]);

/** The console's page under each of its addresses, so that a link into it works. */
@Controller()
export class ConsoleController {
  readonly #page: ConsolePage;
  constructor(@Inject(ConsolePage) page: ConsolePage) {
    this.#page = page;
  }

  @Get(['/', 'health', 'reviews', 'policy', ...PAGES, 'people/:id/erasure'])
  async show(@Res() reply: FastifyReply): Promise<void> {
    const { html, headers } = this.#page.render();
    await reply.headers(headers).send(html);
  }
}

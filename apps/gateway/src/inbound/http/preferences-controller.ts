import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicPages } from './public-pages.ts';

const PATHS = ['preferences/:token', 'u/:token'];

/** The preference page and the way out of a topic, which consent answers. */
@Controller()
export class PreferencesController {
  readonly #pages: PublicPages;
  constructor(@Inject(PublicPages) pages: PublicPages) {
    this.#pages = pages;
  }

  @Get(PATHS)
  show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#pages.forward('consent', token, request, reply);
  }

  @Post(PATHS)
  take(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#pages.forward('consent', token, request, reply);
  }
}

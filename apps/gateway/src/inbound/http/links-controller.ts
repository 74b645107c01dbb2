import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicPages } from './public-pages.ts';

/** Links in messages, which receipts answers: short links, pictures that tell of openings, answers. */
@Controller()
export class LinksController {
  readonly #pages: PublicPages;
  constructor(@Inject(PublicPages) pages: PublicPages) {
    this.#pages = pages;
  }

  @Get(['l/:code', 'o/:code'])
  follow(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#pages.forward('receipts', code, request, reply);
  }

  @Get('a/:token')
  question(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#pages.forward('receipts', token, request, reply);
  }

  @Post('a/:token')
  answer(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#pages.forward('receipts', token, request, reply);
  }
}

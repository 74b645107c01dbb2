import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { RECIPIENT_IMPORT, Scopes } from '@hermod/http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StreamedUploads } from './streamed-uploads.ts';

/** Passes an import on to consent. */
@Controller(RECIPIENT_IMPORT.path)
export class ImportController {
  readonly #uploads: StreamedUploads;
  constructor(@Inject(StreamedUploads) uploads: StreamedUploads) {
    this.#uploads = uploads;
  }

  @Post()
  @HttpCode(200)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: RECIPIENT_IMPORT.deadlineMs })
  forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#uploads.forward('consent', request, reply, RECIPIENT_IMPORT);
  }
}

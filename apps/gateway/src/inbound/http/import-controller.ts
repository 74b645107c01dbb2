import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { CONSENT_IMPORT, RECIPIENT_IMPORT, Scopes } from '@hermod/http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StreamedUploads } from './streamed-uploads.ts';

/** Passes imports on to consent. */
@Controller()
export class ImportController {
  readonly #uploads: StreamedUploads;
  constructor(@Inject(StreamedUploads) uploads: StreamedUploads) {
    this.#uploads = uploads;
  }

  @Post(RECIPIENT_IMPORT.path)
  @HttpCode(200)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: RECIPIENT_IMPORT.deadlineMs })
  recipients(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#uploads.forward('consent', request, reply, RECIPIENT_IMPORT);
  }

  @Post(CONSENT_IMPORT.path)
  @HttpCode(200)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: CONSENT_IMPORT.deadlineMs })
  consents(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#uploads.forward('consent', request, reply, CONSENT_IMPORT);
  }
}

import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { LAUNCH_LIST, Scopes } from '@hermod/http';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StreamedUploads } from './streamed-uploads.ts';

/** Passes a launch on to routing, with its list if it brings one. */
@Controller(LAUNCH_LIST.path)
export class LaunchesController {
  readonly #uploads: StreamedUploads;
  constructor(@Inject(StreamedUploads) uploads: StreamedUploads) {
    this.#uploads = uploads;
  }

  @Post()
  @HttpCode(202)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: LAUNCH_LIST.deadlineMs })
  forward(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.#uploads.forward('routing', request, reply, LAUNCH_LIST);
  }
}

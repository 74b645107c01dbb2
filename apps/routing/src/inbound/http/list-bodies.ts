import { LAUNCH_LIST } from '@hermod/http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Lets routes take lists as the streams that they are. */
@Injectable()
export class ListBodies implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify: FastifyInstance = this.#host.httpAdapter.getInstance();
    const types = [...LAUNCH_LIST.ndjsonTypes, ...LAUNCH_LIST.csvTypes];
    fastify.addContentTypeParser(types, (_request, stream, done) => done(null, stream));
  }
}

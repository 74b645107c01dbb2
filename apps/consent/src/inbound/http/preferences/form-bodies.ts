import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Lets routes take forms in parts as the bytes that they are: programs for mail send them so (RFC 8058, 3.1). */
@Injectable()
export class FormBodies implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify: FastifyInstance = this.#host.httpAdapter.getInstance();
    fastify.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
  }
}

import { RECIPIENT_IMPORT } from '@hermod/http';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** Lets routes take newline-delimited JSON as the stream that it is. */
@Injectable()
export class StreamedBodies implements OnModuleInit {
  readonly #host: HttpAdapterHost;
  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host;
  }

  onModuleInit(): void {
    const fastify: FastifyInstance = this.#host.httpAdapter.getInstance();
    fastify.addContentTypeParser([...RECIPIENT_IMPORT.mediaTypes], (_request, stream, done) =>
      done(null, stream),
    );
  }
}
